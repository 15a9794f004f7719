import "server-only";
import { open } from "node:fs/promises";
import type { FileRefusal, FileType } from "./rules";

/**
 * What a file is by its bytes, never by what it is called or said to be; null for anything that may not be attached.
 * Text is text as a whole: UTF-8 without control characters that does not begin like markup.
 */
export async function kindOf(path: string): Promise<{ ok: true; type: FileType } | { ok: false; reason: FileRefusal }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = await bytesAt(file, 0, Math.min(size, 512));
    if (starts(head, "89504e470d0a1a0a")) return { ok: true, type: "image/png" };
    if (starts(head, "ffd8ff")) return { ok: true, type: "image/jpeg" };
    if (starts(head, "52494646") && head.subarray(8, 12).toString("latin1") === "WEBP")
      return { ok: true, type: "image/webp" };
    if (starts(head, "255044462d")) return { ok: true, type: "application/pdf" };
    if (starts(head, "504b0304")) return await kindOfZip(file, size, head);
    return (await isText(file, size)) ? { ok: true, type: "text/plain" } : unknown;
  } finally {
    await file.close();
  }
}

const unknown = { ok: false, reason: "unknown-type" } as const;

type Handle = Awaited<ReturnType<typeof open>>;

const starts = (head: Buffer, hex: string) => head.subarray(0, hex.length / 2).toString("hex") === hex;

async function bytesAt(file: Handle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

const openDocuments: Record<string, FileType> = {
  "application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation": "application/vnd.oasis.opendocument.presentation",
};

const officeParts: readonly [part: string, type: FileType][] = [
  ["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
];

/** Office files are archives; which one is told by the names in the directory at their end. Nothing is unpacked. */
async function kindOfZip(file: Handle, size: number, head: Buffer): ReturnType<typeof kindOf> {
  const names = await namesInZip(file, size);
  if (!names) return unknown;
  if ([...names].some((name) => /vbaproject|vbadata|(^|\/)macros\/|basic\/script-|^scripts\//i.test(name)))
    return { ok: false, reason: "macros" };
  // OpenDocument begins with an entry `mimetype`, stored plainly.
  if (head.subarray(30, 38).toString("latin1") === "mimetype") {
    const length = head.readUInt32LE(18);
    const declared = head.subarray(38 + head.readUInt16LE(28)).subarray(0, length);
    const type = openDocuments[declared.toString("latin1")];
    return type && names.has("content.xml") ? { ok: true, type } : unknown;
  }
  if (!names.has("[Content_Types].xml")) return unknown;
  const found = officeParts.filter(([part]) => names.has(part));
  return found.length === 1 && found[0] ? { ok: true, type: found[0][1] } : unknown;
}

const mostEntries = 20_000;
const mostDirectoryBytes = 4_000_000;

/** The names in an archive's directory, or null when it cannot be read as one. */
async function namesInZip(file: Handle, size: number): Promise<Set<string> | null> {
  const tail = await bytesAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from("504b0506", "hex"));
  if (end < 0 || end + 22 > tail.length) return null;
  const [entries, length, at] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (entries === 0 || entries > mostEntries || length > mostDirectoryBytes || at + length > size) return null;
  const directory = await bytesAt(file, at, length);
  const names = new Set<string>();
  for (let place = 0, n = 0; n < entries; n++) {
    if (place + 46 > directory.length || directory.readUInt32LE(place) !== 0x02014b50) return null;
    const nameLength = directory.readUInt16LE(place + 28);
    names.add(directory.subarray(place + 46, place + 46 + nameLength).toString("utf8"));
    place += 46 + nameLength + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32);
  }
  return names;
}

/** Tab, line feed, form feed and return are the only control characters of text. */
const controls = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

async function isText(file: Handle, size: number): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const step = 1 << 20;
  for (let at = 0; at < size; at += step) {
    let text: string;
    try {
      text = decoder.decode(await bytesAt(file, at, step), { stream: at + step < size });
    } catch {
      return false;
    }
    if (controls.test(text)) return false;
    if (at === 0 && /^\s*</.test(text)) return false;
  }
  return true;
}
