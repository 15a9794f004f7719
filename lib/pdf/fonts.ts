import "server-only";
import path from "node:path";
import { Font } from "@react-pdf/renderer";

/** One family per script of the same face, and a face for each script that Inter does not have, with what asks for it. */
const faces = [
  ["Inter", "inter/files/inter-latin", /^/],
  ["Inter ext", "inter/files/inter-latin-ext", /[\u0100-\u02ff\u1e00-\u1eff\u20a0-\u20cf]/],
  ["Inter Greek", "inter/files/inter-greek", /\p{Script=Greek}/u],
  ["Inter Cyrillic", "inter/files/inter-cyrillic", /\p{Script=Cyrillic}/u],
  ["Inter Cyrillic ext", "inter/files/inter-cyrillic-ext", /\p{Script=Cyrillic}/u],
  ["Inter Vietnamese", "inter/files/inter-vietnamese", /[\u0102-\u01b0\u1ea0-\u1ef9]/],
  ["Noto Sans Hebrew", "noto-sans-hebrew/files/noto-sans-hebrew-hebrew", /\p{Script=Hebrew}/u],
  ["Noto Sans Arabic", "noto-sans-arabic/files/noto-sans-arabic-arabic", /\p{Script=Arabic}/u],
] as const;

/**
 * For `fontFamily`: the faces that a text needs; each character is drawn by the first one that has it. Trying a face on
 * every character is what takes the time, so a text in English is tried with one.
 */
export const familiesFor = (text: string): string[] =>
  faces.filter(([, , asks]) => asks.test(text)).map(([family]) => family);

let known = false;

/** Makes the fonts known once per process. They are read from the packages and embedded, cut to what a letter uses. */
export function registerFonts(): void {
  if (known) return;
  known = true;
  const folder = path.join(process.cwd(), "node_modules", "@fontsource");
  for (const [family, file] of faces)
    Font.register({
      family,
      fonts: [
        { src: path.join(folder, `${file}-400-normal.woff`), fontWeight: 400 },
        { src: path.join(folder, `${file}-600-normal.woff`), fontWeight: 600 },
      ],
    });
  // Words are broken by `breakable` alone: names and references get no hyphens.
  Font.registerHyphenationCallback((word) => [word]);
}

const ignorable = /^[\p{Default_Ignorable_Code_Point}\s]$/u;

/** What is known of a letter's faces before anything is drawn. */
export type Type = {
  /** The text with `mark` in place of every run of letters that no face has. */
  marked(text: string, mark: string): string;
  /** How many lines a text takes in a column, both in points. */
  rows(text: string, column: number, size: number): number;
};

/**
 * Reads the faces of these families. A letter with its accents, or an emoji of several parts, is one letter: it is drawn
 * whole or marked. Widths are those of the regular face without kerning, and rounded up for the heavier one.
 */
export async function readType(families: readonly string[]): Promise<Type> {
  const fonts = await Promise.all(
    families.map(async (fontFamily) => {
      await Font.load({ fontFamily, fontWeight: 400 });
      return Font.getFont({ fontFamily, fontWeight: 400 })?.data ?? null;
    }),
  );
  const seen = new Map<string, number | null>();
  /** Advance at one point; null where no face has it. */
  const widthOf = (character: string): number | null => {
    const known = seen.get(character);
    if (known !== undefined) return known;
    const point = character.codePointAt(0) ?? 0;
    const font = fonts.find((each) => each?.hasGlyphForCodePoint(point));
    const width = font ? font.glyphForCodePoint(point).advanceWidth / font.unitsPerEm : null;
    seen.set(character, width);
    return width;
  };
  const has = (character: string) => widthOf(character) !== null || ignorable.test(character);
  const width = (text: string, size: number) =>
    [...text].reduce((sum, character) => sum + (widthOf(character) ?? 0), 0) * size * 1.06;
  const letters = new Intl.Segmenter("en", { granularity: "grapheme" });
  return {
    marked(text, mark) {
      const whole = text.normalize("NFC");
      if ([...whole].every(has)) return whole;
      let shown = "";
      for (const { segment } of letters.segment(whole)) {
        if ([...segment].every(has)) shown += segment;
        else if (!shown.endsWith(mark)) shown += mark;
      }
      return shown;
    },
    rows(text, column, size) {
      let rows = 0;
      for (const line of text.split("\n")) {
        rows += 1;
        let left = column;
        for (const word of line.split(/\s+/u)) {
          const wide = width(word, size);
          if (wide > left && left < column) {
            rows += 1;
            left = column;
          }
          left -= wide + size * 0.3;
        }
      }
      return rows;
    },
  };
}

/** So many of the widest letters fit into every column but that of purchase orders. */
const longestWord = 24;

/** Text in which a word without end may go on in the next line, so that nothing leaves its column. */
export function breakable(text: string, longest = longestWord): string {
  const pieces = new RegExp(`.{1,${longest}}`, "gu");
  return text.replace(/\S+/gu, (word) => word.match(pieces)?.join(" ") ?? word);
}
