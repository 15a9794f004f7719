import { darkCondition } from "./_components/tokens";

/**
 * The same mail as a client in light or in dark mode shows it, whatever the browser prefers. For
 * previews and pictures only; what is sent always carries both.
 */
export function inScheme(html: string, scheme: "light" | "dark"): string {
  return html
    .replace(darkCondition, scheme === "dark" ? "@media all" : "@media not all")
    .replaceAll('content="light dark"', `content="${scheme}"`)
    .replace("color-scheme:light dark;", `color-scheme:${scheme};`);
}
