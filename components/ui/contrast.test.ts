import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// Reads the tokens from the style sheet itself, so that a colour cannot be changed into something unreadable.
const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

type Theme = "light" | "dark";

const surfaces = ["paper", "sheet", "hover"];
const texts = ["ink", "ink-soft", "action", "action-strong", "stamp", "good", "warn", "bad", "info"];
const tints = ["good", "warn", "bad", "info"];

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  test.each(texts)("%s can be read on every surface (4.5:1)", (text) => {
    for (const surface of surfaces) expect.soft(contrast(theme, text, surface), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each(tints)("%s, ink and soft ink can be read on its tint", (tone) => {
    for (const text of [tone, "ink", "ink-soft"])
      expect.soft(contrast(theme, text, `${tone}-tint`), text).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["ink", "ink-soft"])("%s can be read on the neutral tint", (text) => {
    expect(contrast(theme, text, "neutral-tint")).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["action", "stamp"])("words on a %s button can be read, pressed or not", (button) => {
    expect.soft(contrast(theme, `on-${button}`, button)).toBeGreaterThanOrEqual(4.5);
    expect.soft(contrast(theme, `on-${button}`, `${button}-strong`)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["edge", "action"])("%s outlines a control so that it can be seen (3:1)", (edge) => {
    for (const surface of ["paper", "sheet"])
      expect.soft(contrast(theme, edge, surface), surface).toBeGreaterThanOrEqual(3);
  });
});

test("the comparison is right: black on white is 21:1, a colour on itself 1:1", () => {
  expect(ratio(luminance(0, 0, 0), luminance(1, 0, 0))).toBeCloseTo(21, 1);
  expect(contrast("light", "ink", "ink")).toBe(1);
});

function contrast(theme: Theme, one: string, other: string): number {
  return ratio(token(theme, one), token(theme, other));
}

/** Relative luminance of `--name: light-dark(oklch(…), oklch(…))`. */
function token(theme: Theme, name: string): number {
  const pair = new RegExp(`--${name}: light-dark\\(oklch\\(([\\d. ]+)\\), oklch\\(([\\d. ]+)\\)\\)`).exec(css);
  if (!pair) throw new Error(`app/globals.css has no pair of colours --${name}`);
  const [l = 0, c = 0, h = 0] = (pair[theme === "light" ? 1 : 2] ?? "").split(" ").map(Number);
  return luminance(l, c, h);
}

/** OKLCH → linear sRGB (Ottosson's matrices), cut to the gamut as a screen does, → WCAG relative luminance. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function cut(channel: number): number {
  return Math.min(1, Math.max(0, channel));
}

function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
