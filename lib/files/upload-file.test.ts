import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { ForbiddenError } from "../errors";
import { mostBytes, mostBytesPerDay, mostLoose } from "./rules";
import { fileStore } from "./store";
import { uploadFile } from "./upload-file";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(closePool);

const streamOf = (bytes: Uint8Array, pieces = 3) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      const step = Math.max(1, Math.ceil(bytes.length / pieces));
      for (let at = 0; at < bytes.length; at += step) controller.enqueue(bytes.subarray(at, at + step));
      controller.close();
    },
  });

const send = (
  name: string,
  content: string | Uint8Array,
  by = world,
  role: "hiringManager" | "admin" = "hiringManager",
) => {
  const bytes = Buffer.from(content as Uint8Array);
  return uploadFile(
    by.as(role).actor,
    { name, sizeBytes: bytes.length, body: streamOf(bytes) },
    by.now ? { now: by.now } : {},
  );
};

/** Everything the store holds, unfinished work included. */
async function stored(): Promise<string[]> {
  const all = await readdir(process.env.FILES_DIR ?? "", { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const placeOf = (key = "") => path.join(process.env.FILES_DIR ?? "", key.slice(0, 2), key);

type Row = { state: string; media_type: string; size_bytes: number; storage_key: string; sha256: string };

const rowsOf = (id: string): Promise<Row[]> =>
  world
    .as("admin")
    .read(({ db }) =>
      db.execute<Row>(
        `select state, media_type, size_bytes, storage_key, encode(sha256, 'hex') as sha256 from files where account_id = '${world.accountId}' and id = '${id}'`,
      ),
    );

/** A minimal archive with these entries, stored plainly, as office programs and attackers write them. */
function zip(entries: readonly (readonly [name: string, content: string])[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const [title, body] = [Buffer.from(name), Buffer.from(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt32LE(body.length, 18);
    local.writeUInt32LE(body.length, 22);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt32LE(body.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, title, body);
    directory.push(entry, title);
    at += 30 + title.length + body.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, table, end]);
}

const docx = zip([
  ["[Content_Types].xml", "<Types/>"],
  ["word/document.xml", "<w:document/>"],
]);
const odt = zip([
  ["mimetype", "application/vnd.oasis.opendocument.text"],
  ["content.xml", "<office/>"],
]);
const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 60, b: 30 } } });
const jpeg = () =>
  picture()
    .withExif({ IFD0: { Copyright: "zqsecret person", Make: "zqcamera" }, IFD3: { GPSLatitude: "52/1 31/1 0/1" } })
    .jpeg()
    .toBuffer();

test.each<[string, string | Buffer, string]>([
  ["rules.pdf", pdf, "application/pdf"],
  ["notes.txt", "Zwei Gesellschaften – März 🚀\r\n\tfünf", "text/plain"],
  ["hours.csv", "\ufeffname;hours\nAna;12\n", "text/csv"],
  ["brief.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["brief.odt", odt, "application/vnd.oasis.opendocument.text"],
])("%s is taken as what it is, byte for byte", async (name, content, type) => {
  const result = await send(name, content);
  expect(result).toMatchObject({ ok: true, file: { name, sizeBytes: Buffer.byteLength(content) } });
  const [row] = await rowsOf(result.ok ? result.file.id : "");
  expect(row).toMatchObject({ state: "ready", media_type: type });
  const bytes = Buffer.from(await new Response(await fileStore().read(row?.storage_key ?? "")).arrayBuffer());
  expect(bytes.equals(Buffer.from(content))).toBe(true);
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
  expect(row?.sha256).toBe(hash);
});

test("an image is drawn anew: where and by whom it was taken is gone, and so is what was hung on behind it", async () => {
  const original = Buffer.concat([await jpeg(), Buffer.from("<script>zqpayload</script><?php zqpayload ?>")]);
  expect(original.includes("zqsecret") && original.includes("zqcamera")).toBe(true);
  const result = await send("site.jpg", original);
  const [row] = await rowsOf(result.ok ? result.file.id : "");
  const place = placeOf(row?.storage_key);
  const kept = await readFile(place);
  expect(kept.length).toBe(row?.size_bytes);
  for (const word of ["zqsecret", "zqcamera", "zqpayload", "Exif"]) expect(kept.includes(word)).toBe(false);
  expect(await sharp(place).metadata()).toMatchObject({ format: "jpeg", width: 40, height: 30 });
});

test("a turned photograph stays the right way up", async () => {
  const turned = await picture(40, 30)
    .withExif({ IFD0: { Orientation: "6" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const result = await send("turned.jpeg", turned);
  const [row] = await rowsOf(result.ok ? result.file.id : "");
  expect(await sharp(placeOf(row?.storage_key)).metadata()).toMatchObject({ width: 30, height: 40 });
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

test("what may not be attached leaves neither row nor bytes", async () => {
  const png = await picture().png().toBuffer();
  const wide = await sharp({ create: { width: 8_000, height: 6_000, channels: 3, background: "white" } })
    .png()
    .toBuffer();
  const before = { files: await stored(), rows: await world.everything() };
  const hostile: [name: string, content: string | Buffer, reason: string][] = [
    ["drawing.svg", svg, "unknown-type"],
    ["drawing.png", svg, "unknown-type"],
    ["page.txt", "<!doctype html><script>alert(1)</script>", "unknown-type"],
    ["page.txt", "\ufeff \n<html>", "unknown-type"],
    ["page.html", "plain words", "other-ending"],
    ["invoice.pdf.exe", pdf, "other-ending"],
    ["invoice.pdf", Buffer.concat([Buffer.from("GIF89a"), pdf]), "other-ending"],
    ["animation.gif", "GIF89a\u0001\u0000", "unknown-type"],
    ["program.txt", "MZ\u0000\u0001\u0002", "unknown-type"],
    ["program.txt", Buffer.from("7f454c46020101", "hex"), "unknown-type"],
    ["latin.txt", Buffer.from("M\xe4rz", "latin1"), "unknown-type"],
    ["picture.png", png.subarray(0, png.length - 30), "broken-image"],
    [
      "picture.png",
      Buffer.concat([png.subarray(0, 24), Buffer.from("ffffffff", "hex"), png.subarray(28)]),
      "broken-image",
    ],
    ["picture.jpg", png, "other-ending"],
    ["huge.png", wide, "large-image"],
    ["archive.zip", zip([["a.txt", "a"]]), "unknown-type"],
    ["brief.docx", zip([["word/document.xml", "x"]]), "unknown-type"],
    ["brief.docx", docx.subarray(0, docx.length - 10), "unknown-type"],
    ["sheet.xlsx", docx, "other-ending"],
    [
      "macro.docx",
      zip([
        ["[Content_Types].xml", ""],
        ["word/document.xml", ""],
        ["word/vbaProject.bin", ""],
      ]),
      "macros",
    ],
    ["old.doc", Buffer.from("d0cf11e0a1b11ae1", "hex"), "unknown-type"],
    [
      "both.docx",
      zip([
        ["[Content_Types].xml", ""],
        ["word/document.xml", ""],
        ["xl/workbook.xml", ""],
      ]),
      "unknown-type",
    ],
    ["empty.txt", "", "empty"],
  ];
  for (const [name, content, reason] of hostile)
    expect([name, await send(name, content)]).toEqual([name, { ok: false, reason }]);
  expect({ files: await stored(), rows: await world.everything() }).toEqual(before);
});

test("a mutant is refused or harmless, takes no time, and never leaves anything half", async () => {
  const seeds = [await jpeg(), await picture().png().toBuffer(), await picture().webp().toBuffer(), pdf, docx, odt];
  const names = ["a.jpg", "a.png", "a.webp", "a.pdf", "a.docx", "a.odt"];
  const mutant = fc
    .record({
      of: fc.nat(seeds.length - 1),
      cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 12 }),
      keep: fc.double({ min: 0.3, max: 1, noNaN: true }),
    })
    .map(({ of, cuts, keep }) => {
      const bytes = Buffer.from(seeds[of] ?? "");
      for (const [where, value] of cuts) bytes[Math.floor(where * (bytes.length - 1))] = value;
      return { name: names[of] ?? "", bytes: bytes.subarray(0, Math.max(1, Math.ceil(bytes.length * keep))) };
    });
  const other = await openWorld();
  await fc.assert(
    fc.asyncProperty(mutant, async ({ name, bytes }) => {
      const begun = performance.now();
      const result = await send(name, bytes, other);
      expect(performance.now() - begun).toBeLessThan(5_000);
      if (result.ok)
        await other
          .as("hiringManager")
          .write(({ db }) => db.execute(`delete from files where account_id = '${other.accountId}'`));
    }),
    { numRuns: 80 },
  );
  expect((await stored()).filter((file) => file.includes(".part"))).toEqual([]);
});

test("bytes are counted: more or fewer than announced, or a sender who goes away, leave nothing", async () => {
  const { actor } = world.as("hiringManager");
  const before = { files: await stored(), rows: await world.everything() };
  const bytes = Buffer.from("twelve bytes");
  const lying = (sizeBytes: number, body = streamOf(bytes)) => uploadFile(actor, { name: "a.txt", sizeBytes, body });
  expect(await lying(11)).toEqual({ ok: false, reason: "too-large" });
  expect(await lying(13)).toEqual({ ok: false, reason: "incomplete" });
  expect(await lying(mostBytes + 1)).toEqual({ ok: false, reason: "too-large" });
  const gone = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error("socket closed"));
    },
  });
  expect(await lying(12, gone)).toEqual({ ok: false, reason: "incomplete" });
  expect({ files: await stored(), rows: await world.everything() }).toEqual(before);
});

test("only people who create requests or record payments upload", async () => {
  const { actor } = world.as("approver");
  expect(
    await world.unmoved(() => uploadFile(actor, { name: "a.txt", sizeBytes: 1, body: streamOf(Buffer.from("a")) })),
  ).toBeInstanceOf(ForbiddenError);
});

test("what belongs to no request is limited per person, and everything per company and day", async () => {
  const crowded = await openWorld();
  for (let n = 0; n < mostLoose; n++) expect(await send(`${n}.txt`, "a", crowded)).toMatchObject({ ok: true });
  expect(await send("one more.txt", "a", crowded)).toEqual({ ok: false, reason: "too-many-loose" });
  expect(await send("somebody else's.txt", "a", crowded, "admin")).toMatchObject({ ok: true });
  // All but one byte of the day is used, by somebody else.
  const full = await openWorld();
  await full.as("admin").write(({ db, accountId, actor, now }) =>
    db.execute(
      `insert into files (account_id, id, owner_id, state, name, media_type, size_bytes, sha256, storage_key, uploaded_at)
       select '${accountId}', gen_random_uuid(), '${actor.userId}', 'ready', 'big.pdf', 'application/pdf',
         case n when 0 then ${(mostBytesPerDay % mostBytes) - 1} else ${mostBytes} end, sha256(''), gen_random_uuid()::text, '${now.toISOString()}'
       from generate_series(0, ${Math.floor(mostBytesPerDay / mostBytes)}) n`,
    ),
  );
  expect(await send("too much.txt", "aa", full)).toEqual({ ok: false, reason: "full-today" });
  expect(await send("the last byte.txt", "a", full)).toMatchObject({ ok: true });
  expect(await send("one more.txt", "a", full)).toEqual({ ok: false, reason: "full-today" });
  full.at("2026-05-05T09:00:01Z");
  expect(await send("tomorrow.txt", "a", full)).toMatchObject({ ok: true });
});
