import { expect, test } from "vitest";
import { pdfPages, pdfText } from "@/e2e/pdf-text";
import { joinPdfs } from "./join-pdfs";
import type { Letter } from "./letter";
import { renderLetter } from "./render-letter";

const letter: Letter = {
  title: "Receipt 2026-14",
  fileName: "receipt-2026-14",
  parties: [
    { label: "Paid by", lines: ["Northwind Grid"] },
    { label: "Held for", lines: ["Łódź Đặng Іван Ελένη"] },
  ],
  facts: [
    ["Issued", "4 May 2026, 09:12 CDT"],
    ["Purchase order", "4500-1182"],
  ],
  lines: [
    {
      title: "Milestone 1: First entity",
      second: "Contract 3, Payroll audit",
      order: "4500-1182",
      amount: "$5,200.00",
    },
  ],
  totals: [{ label: "Total", amount: "$5,200.00", strong: true }],
  notes: ["Held until the work is approved."],
};

/** Each script and each run of letters is a piece of its own, so spaces say nothing. */
const flat = (text: string) => text.replaceAll(/\s/g, "");

test("everything that stands on the letter can be read in the PDF, with the fonts inside", async () => {
  const pdf = await renderLetter(letter);
  const text = flat(pdfText(pdf));
  for (const words of [
    "Countersign",
    "Receipt 2026-14",
    "Northwind Grid",
    "4 May 2026, 09:12 CDT",
    "4500-1182",
    "Milestone 1: First entity",
    "$5,200.00",
    "Held until the work is approved.",
    "Page 1 of 1",
  ])
    expect(text).toContain(flat(words));
  for (const words of ["Łódź", "Đặng", "Іван", "Ελένη"]) expect(text).toContain(words);
  expect(Buffer.from(pdf).toString("latin1")).toMatch(/\/FontFile[23]/);
});

test("Hebrew and Arabic are drawn by a face that has them", async () => {
  const pdf = await renderLetter({
    ...letter,
    facts: [
      ["Name", "דנה כהן"],
      ["Company", "شركة النور"],
    ],
  });
  const text = pdfText(pdf);
  for (const letters of ["דנה", "כהן"]) expect(text).toSatisfy((all: string) => reads(all, letters));
  expect(Buffer.from(pdf).toString("latin1")).toContain("NotoSansArabic");
});

/** In one direction or the other: a line is drawn from the left. */
const reads = (all: string, word: string) => all.includes(word) || all.includes([...word].reverse().join(""));

test("a long list goes on over pages, a word without end stays inside its column, and empty texts do no harm", async () => {
  const endless = "W".repeat(400);
  const pdf = await renderLetter({
    ...letter,
    parties: [{ label: "Company", lines: [endless] }],
    lines: Array.from({ length: 60 }, (_, index) => ({
      title: `${index + 1}. ${endless.slice(0, 200)}`,
      second: index % 2 ? "" : null,
      order: null,
      amount: `$${index}.00`,
    })),
    notes: [],
  });
  const text = pdfText(pdf);
  expect(pdfPages(pdf)).toBeGreaterThan(2);
  expect(text).toContain(`Page ${pdfPages(pdf)} of ${pdfPages(pdf)}`);
  expect(text).toContain("$59.00");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
});

test("letters that no face has are marked and explained, whole ones stay, and nothing fails", async () => {
  const pdf = await renderLetter({
    ...letter,
    parties: [{ label: "Held for", lines: ["山田太郎 (Yamada Taro)", "Re\u0301mi 👩‍🚀 Dubois", "สมชาย"] }],
    lines: [{ title: "設計 Milestone ①", second: "हिन्दी, Ωμέγα", order: "PO-山", amount: "$1.00" }],
  });
  const text = flat(pdfText(pdf));
  for (const words of ["[?](YamadaTaro)", "Rémi[?]Dubois", "[?]Milestone[?]", "Ωμέγα", "PO-[?]", "stands for letters"])
    expect(text).toContain(flat(words));
  expect(flat(pdfText(await renderLetter(letter)))).not.toContain("[?]");
});

test("a statement of more than four hundred lines is complete, in one file whose every object is where its table says", async () => {
  const lines = Array.from({ length: 450 }, (_, index) => ({
    title: `Line ${index + 1}`,
    second: null,
    order: null,
    amount: `$${index + 1}.00`,
  }));
  const pdf = await renderLetter({ ...letter, lines });
  const text = pdfText(pdf);
  const numbers = [...text.matchAll(/^Line (\d+)$/gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(lines.map((_, index) => index + 1));
  const pages = pdfPages(pdf);
  for (let page = 1; page <= pages; page++) expect(text).toContain(`Page ${page} of ${pages}`);
  const raw = Buffer.from(pdf).toString("latin1");
  expect(raw.match(/\/Count (\d+)/)?.[1]).toBe(String(pages));
  // One root holds the pages of every part.
  const trees = raw.match(/\/Type \/Pages\b/g)?.length ?? 0;
  expect(trees).toBeGreaterThan(2);
  expect(raw.match(/\/Type \/Pages\n\/Parent 1 0 R/g)).toHaveLength(trees - 1);
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(raw)?.[1]);
  const entries = [...raw.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)];
  expect(entries.length).toBeGreaterThan(pages);
  for (const [index, [, at]] of entries.entries())
    expect(raw.slice(Number(at)).startsWith(`${index + 1} 0 obj\n`)).toBe(true);
  // Nothing refers to an object that is not there.
  const dictionaries = raw.replace(/\nstream\n[\s\S]*?\nendstream/g, "");
  for (const [, id] of dictionaries.matchAll(/\b(\d+) 0 R\b/g)) expect(Number(id)).toBeLessThanOrEqual(entries.length);
}, 120_000);

test("other people's files are not joined by guessing", () => {
  const bytes = new TextEncoder().encode("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
  expect(() => joinPdfs([bytes, bytes])).toThrow("no plain table");
});
