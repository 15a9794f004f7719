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

/** So many of the widest letters fit into every column but that of purchase orders. */
const longestWord = 24;

/** Text in which a word without end may go on in the next line, so that nothing leaves its column. */
export function breakable(text: string, longest = longestWord): string {
  const pieces = new RegExp(`.{1,${longest}}`, "gu");
  return text.replace(/\S+/gu, (word) => word.match(pieces)?.join(" ") ?? word);
}
