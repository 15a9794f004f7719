import { inflateSync } from "node:zlib";

/**
 * The words of a PDF in the order in which they are drawn, one line per piece of text, read as a reader would copy them:
 * glyphs go back to characters through the maps of their fonts. Knows what our own letters are made of, no more.
 */
export function pdfText(bytes: Uint8Array): string {
  const raw = Buffer.from(bytes).toString("latin1");
  const objects = new Map<string, string>();
  for (const [, id = "", body = ""] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id, body);
  const streamOf = (body: string): string => {
    const at = body.indexOf("stream\n");
    if (at < 0) return "";
    const data = Buffer.from(body.slice(at + 7, body.lastIndexOf("\nendstream")), "latin1");
    return body.slice(0, at).includes("/FlateDecode") ? inflateSync(data).toString("latin1") : data.toString("latin1");
  };
  const fontsOf = (page: string): Map<string, Map<string, string>> => {
    const fonts = new Map<string, Map<string, string>>();
    const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? "") ?? page;
    for (const [, list = ""] of resources.matchAll(/\/Font\s*<<([^>]*)>>/g))
      for (const [, name = "", id = ""] of list.matchAll(/\/(\w+)\s+(\d+) 0 R/g)) {
        const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1];
        if (map) fonts.set(name, charactersOf(streamOf(objects.get(map) ?? "")));
      }
    return fonts;
  };
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b/.test(body));
  return pages
    .flatMap((page) => {
      const id = /\/Contents (\d+) 0 R/.exec(page)?.[1];
      return id ? wordsOf(streamOf(objects.get(id) ?? ""), fontsOf(page)) : [];
    })
    .join("\n");
}

/** How many pages the PDF has. */
export const pdfPages = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g)?.length ?? 0;

const letters = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");

function charactersOf(cmap: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, first = "", , list = ""] of cmap.matchAll(/<(\w{4})>\s*<(\w{4})>\s*\[([^\]]*)\]/g)) {
    let code = Number.parseInt(first, 16);
    for (const [, hex = ""] of list.matchAll(/<(\w*)>/g))
      found.set((code++).toString(16).padStart(4, "0"), letters(hex));
  }
  return found;
}

function wordsOf(content: string, fonts: ReadonlyMap<string, Map<string, string>>): string {
  let font = new Map<string, string>();
  const lines: string[] = [];
  let line = "";
  for (const [token, , name, list] of content.matchAll(/(\/(\w+) [\d.]+ Tf)|\[([^\]]*)\] TJ|\bET\b/g)) {
    if (name) font = fonts.get(name) ?? font;
    else if (token === "ET") {
      if (line) lines.push(line);
      line = "";
    } else
      for (const [, hex = ""] of (list ?? "").matchAll(/<(\w*)>/g))
        line += (hex.match(/\w{4}/g) ?? []).map((code) => font.get(code.toLowerCase()) ?? "").join("");
  }
  return lines.join("\n");
}
