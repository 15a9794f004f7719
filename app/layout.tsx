import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import { type Theme, themeCookie, themeFrom } from "@/components/layout/theme";
import "./globals.css";

// The Latin part is preloaded with measured fallback metrics, so text neither waits nor jumps;
// letters beyond it (Łukasz, Đorđe) load only where they occur.
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
});

const interExtended = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  variable: "--font-inter-ext",
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
    },
  ],
});

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "The second signature on every offer, purchase order and payment.",
  robots: { index: false, follow: false },
};

/** Colours of the browser's own frame: `paper` in both themes, as sRGB because browsers ask for it there. */
export async function generateViewport(): Promise<Viewport> {
  return { width: "device-width", initialScale: 1, themeColor: frameColour[await readTheme()] };
}

/**
 * The document. The theme is known before the first byte: the cookie sets `data-theme`, and `system` is decided
 * by the style sheet (`light-dark()`), so no script runs before the first paint and nothing can flash.
 */
export default async function RootLayout({ children }: LayoutProps<"/">) {
  return (
    <html lang="en-US" data-theme={await readTheme()} className={`${inter.variable} ${interExtended.variable}`}>
      <body className="font-sans">{children}</body>
    </html>
  );
}

async function readTheme(): Promise<Theme> {
  return themeFrom((await cookies()).get(themeCookie)?.value);
}

const lightPaper = "#fbfaf7";
const darkPaper = "#111316";

const frameColour: Record<Theme, Viewport["themeColor"]> = {
  system: [
    { media: "(prefers-color-scheme: light)", color: lightPaper },
    { media: "(prefers-color-scheme: dark)", color: darkPaper },
  ],
  light: lightPaper,
  dark: darkPaper,
};
