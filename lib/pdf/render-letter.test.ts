import { expect, test } from "vitest";
import { pdfPages, pdfText } from "@/e2e/pdf-text";
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
