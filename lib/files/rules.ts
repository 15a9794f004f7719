import type { Actor } from "../actor";
import { canInitiateSpend } from "../approvals/rules";
import { canSeeBilling } from "../billing/rules";

/** "up to 10 files of 25 MB" (product.md §3.3). */
export const mostFiles = 10;
export const mostBytes = 25 * 1024 * 1024;

/** Uploads that nobody attached: more than two full forms is a mistake or an attack. They go after a day. */
export const mostLoose = 40;
export const looseHours = 24;

/** All uploads of one company in a day, so that nobody fills the disk for the others. */
export const mostBytesPerDay = 10 * 1024 ** 3;

/**
 * What may be attached, by content: the type we store and the endings its name may have. Nothing here runs anywhere;
 * SVG, HTML and office files with macros are left out (reliability.md §4.11).
 */
export const fileTypes = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "application/pdf": ["pdf"],
  "text/plain": ["txt", "md", "log"],
  "text/csv": ["csv"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
} as const satisfies Record<string, readonly string[]>;

export type FileType = keyof typeof fileTypes;

/** For the browser's file dialogue: ".png,.jpg,…". */
export const acceptedEndings = Object.values(fileTypes)
  .flat()
  .map((ending) => `.${ending}`)
  .join(",");

export const acceptedWords =
  "PNG, JPEG or WebP images, PDF, text, CSV, and Word, Excel, PowerPoint or OpenDocument files";

/**
 * May this person upload? Whoever may create requests somewhere, or record a payment with its receipt; and a freelancer,
 * in a company for which work of theirs runs: that is asked of the database.
 */
export const canUpload = (actor: Actor) => actor.kind === "talent" || canInitiateSpend(actor) || canSeeBilling(actor);

/** The ending of a name, lower case, without the dot; empty when there is none. */
export const endingOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** Does a name end as content of this type may? `invoice.pdf.exe` is no PDF, whatever its bytes say. */
export const endingFits = (name: string, type: FileType) =>
  (fileTypes[type] as readonly string[]).includes(endingOf(name));

const longestName = 120;

/**
 * A file's name as it may be shown and stored: the last part of any path, on one line, without control characters, marks
 * that turn the direction of text, or characters that file systems refuse. Never empty; a long one keeps its ending.
 */
export function cleanName(raw: string): string {
  const last = raw.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const name = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"|?*%]/g, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[ .]+|[ .]+$/g, "");
  if (name === "") return "file";
  const characters = [...name];
  if (characters.length <= longestName) return name;
  const ending = endingOf(name).slice(0, 10);
  return `${characters.slice(0, longestName - ending.length - 1).join("")}.${ending}`;
}

/** "840 bytes", "12.4 kB", "3.1 MB". */
export function sizeText(bytes: number): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, "byte"] : bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit: unit as "byte",
    unitDisplay: unit === "byte" ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(value as number);
}

/** Why a file was not taken, in words for the person who chose it. */
export const refusalWords = {
  "too-large": "The file is larger than 25 MB. Send a smaller one.",
  empty: "The file is empty.",
  incomplete: "The file did not arrive completely. Try again.",
  "unknown-type": `This kind of file cannot be attached. Choose ${acceptedWords}.`,
  "other-ending": "The name does not fit the content. Save the file under its own ending and choose it again.",
  "broken-image": "This image cannot be read. Save it again as PNG or JPEG.",
  "large-image": "This image has more than 40 million pixels. Send a smaller one.",
  macros: "Office files with macros cannot be attached. Save it without macros.",
  "too-many-loose": "You have many uploads that belong to nothing yet. Remove some, or wait a day.",
  "full-today": "Your company has uploaded as much as it may in one day. Try again tomorrow.",
  "too-fast": "You uploaded a lot in a short time. Wait a while and try again.",
} as const;

export type FileRefusal = keyof typeof refusalWords;
