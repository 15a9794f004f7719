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

/** A word longer than this may break anywhere, so that no text leaves the page. */
const longestWord = 24;
const piece = 12;

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
  Font.registerHyphenationCallback((word) => {
    if (word.length <= longestWord) return [word];
    const letters = [...word];
    const pieces: string[] = [];
    for (let at = 0; at < letters.length; at += piece) pieces.push(letters.slice(at, at + piece).join(""));
    return pieces;
  });
}
