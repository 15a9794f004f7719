import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dark, light } from "./tokens";

const themes = { light, dark };
type Token = keyof typeof light;

/** Everything that is read, on everything it stands on. */
const pairs: [text: Token, ground: Token][] = [
  ["ink", "sheet"],
  ["ink", "paper"],
  ["inkSoft", "sheet"],
  ["inkSoft", "paper"],
  ["action", "sheet"],
  ["action", "paper"],
  ["onAction", "action"],
];

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const colours = themes[theme];

  test.each(pairs)("%s on %s can be read", (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  // Clients without a dark style of their own turn every colour over.
  test.each(pairs)("%s on %s can still be read when a client inverts it", (text, ground) => {
    expect(contrast(inverted(colours[text]), inverted(colours[ground]))).toBeGreaterThanOrEqual(4.5);
  });

  test("the mark's second stroke can be seen", () => {
    expect(contrast(colours.stamp, colours.paper)).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.keys(light) as Token[])("%s is the page's colour", (token) => {
    expect(colours[token]).toBe(pageColour(token, theme));
  });
});

const styles = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

function pageColour(token: Token, theme: "light" | "dark"): string {
  const name = token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const [, first = "", second = ""] =
    new RegExp(`--${name}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(styles) ?? [];
  const [lightness = 0, chroma = 0, hue = 0] = (theme === "light" ? first : second).split(" ").map(Number);
  return hexOf(lightness, chroma, hue);
}

/** OKLCH to sRGB by the matrices of its definition, out-of-gamut channels cut. */
function hexOf(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((value) => {
    const cut = Math.min(1, Math.max(0, value));
    return Math.round(255 * (cut <= 0.0031308 ? 12.92 * cut : 1.055 * cut ** (1 / 2.4) - 0.055));
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** WCAG 2 contrast of two hex colours, 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(hex).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function inverted(hex: string): string {
  return `#${channelsOf(hex)
    .map((channel) => (255 - channel).toString(16).padStart(2, "0"))
    .join("")}`;
}

function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
