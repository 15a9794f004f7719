/**
 * Joins PDFs that our own library wrote into one, page after page. Each file keeps its objects under new numbers; a new
 * root of the page tree holds theirs. Knows what that library writes: a plain table of offsets, no object streams, no
 * encryption.
 * @throws Error for a file that is written otherwise.
 */
export function joinPdfs(files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [only] = files;
  if (!only) throw new Error("There is nothing to join.");
  if (files.length === 1) return new Uint8Array(only);
  const parts = files.map(readObjects);
  const parsed = parts.map((part, index) => ({
    ...part,
    // 1 is the new root of all pages.
    shift: 1 + parts.slice(0, index).reduce((sum, { objects }) => sum + objects.length, 0),
  }));
  const bodies: string[] = [];
  const kids: string[] = [];
  let pages = 0;
  for (const { objects, tree, shift } of parsed) {
    for (const [at, object] of objects.entries()) {
      const stream = object.indexOf("\nstream\n");
      const head = stream < 0 ? object : object.slice(0, stream);
      const moved = head.replace(/\b(\d+) 0 R\b/g, (_, id: string) => `${Number(id) + shift} 0 R`);
      const rooted = at + 1 === tree ? moved.replace("/Type /Pages", "/Type /Pages\n/Parent 1 0 R") : moved;
      bodies.push(stream < 0 ? rooted : rooted + object.slice(stream));
    }
    kids.push(`${tree + shift} 0 R`);
    pages += Number(/\/Count (\d+)/.exec(objects[tree - 1] ?? "")?.[1]);
  }
  const [first] = parsed;
  const catalogue = first && bodies[first.root - 1];
  if (!catalogue) throw new Error("The first file has no catalogue.");
  bodies[first.root - 1] = catalogue.replace(/\/Pages \d+ 0 R/, "/Pages 1 0 R");
  const objects = [`<<\n/Type /Pages\n/Count ${pages}\n/Kids [${kids.join(" ")}]\n>>`, ...bodies];
  const pieces = ["%PDF-1.4\n%\xff\xff\xff\xff\n"];
  let length = pieces[0]?.length ?? 0;
  const offsets = objects.map((body, index) => {
    const at = length;
    const text = `${index + 1} 0 obj\n${body}\nendobj\n`;
    pieces.push(text);
    length += text.length;
    return at;
  });
  const info = first.info ? `\n/Info ${first.info + first.shift} 0 R` : "";
  pieces.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`,
    ...offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`),
    `trailer\n<<\n/Size ${objects.length + 1}\n/Root ${first.root + first.shift} 0 R${info}\n>>\nstartxref\n${length}\n%%EOF\n`,
  );
  return new Uint8Array(Buffer.from(pieces.join(""), "latin1"));
}

/** The objects of a file by number, from 1, without their frame; which of them is the catalogue and the page tree. */
function readObjects(file: Uint8Array) {
  const raw = Buffer.from(file).toString("latin1");
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(raw)?.[1]);
  const [table = "", size = ""] = /^xref\n0 (\d+)\n/.exec(raw.slice(start)) ?? [];
  if (!table) throw new Error("This PDF has no plain table of its objects.");
  const objects = Array.from({ length: Number(size) - 1 }, (_, index) => {
    const entry = start + table.length + 20 * (index + 1);
    const at = Number(raw.slice(entry, entry + 10));
    const frame = `${index + 1} 0 obj\n`;
    const end = raw.indexOf("\nendobj", endOfStream(raw, at));
    if (!raw.startsWith(frame, at) || end < 0)
      throw new Error(`Object ${index + 1} of this PDF is not where it should be.`);
    return raw.slice(at + frame.length, end);
  });
  const trailer = raw.slice(raw.lastIndexOf("trailer"));
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1]);
  const info = Number(/\/Info (\d+) 0 R/.exec(trailer)?.[1] ?? 0);
  const tree = Number(/\/Pages (\d+) 0 R/.exec(objects[root - 1] ?? "")?.[1]);
  if (!tree || !objects[tree - 1]?.includes("/Type /Pages")) throw new Error("This PDF has no page tree.");
  return { objects, root, info, tree };
}

/** Where to look for the end of an object: bytes of a stream may spell anything, so its length says where they end. */
function endOfStream(raw: string, at: number): number {
  const end = raw.indexOf("\nendobj", at);
  const stream = raw.indexOf("\nstream\n", at);
  if (stream < 0 || stream > end) return at;
  const length = Number(/\/Length (\d+)(?! 0 R)/.exec(raw.slice(at, stream))?.[1] ?? Number.NaN);
  return Number.isNaN(length) ? raw.indexOf("\nendstream", stream) : stream + "\nstream\n".length + length;
}
