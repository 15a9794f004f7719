import "server-only";
import path from "node:path";
import { Font } from "@react-pdf/renderer";

/** One family per script of the same face, and a face for each script that Inter does not have, in order of trial. */
const faces = [
  ["Inter", "inter/files/inter-latin"],
  ["Inter ext", "inter/files/inter-latin-ext"],
  ["Inter Greek", "inter/files/inter-greek"],
  ["Inter Cyrillic", "inter/files/inter-cyrillic"],
  ["Inter Cyrillic ext", "inter/files/inter-cyrillic-ext"],
  ["Inter Vietnamese", "inter/files/inter-vietnamese"],
  ["Noto Sans Hebrew", "noto-sans-hebrew/files/noto-sans-hebrew-hebrew"],
  ["Noto Sans Arabic", "noto-sans-arabic/files/noto-sans-arabic-arabic"],
] as const;

/** For `fontFamily`: each character is drawn by the first face that has it. */
export const families: string[] = faces.map(([family]) => family);

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
