import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderLetter } from "./render-letter";

test("x", async () => {
  const t = Date.now();
  const pdf = await renderLetter({
    title: "Receipt 2026-14",
    fileName: "x",
    facts: [
      ["Issued", "4 May 2026"],
      ["Method", "Wire"],
      ["שם", "דנה כהן"],
      ["Name", "محمد بن عبد الله"],
      ["Cyr", "Łódź Đặng Иванов Ελένη"],
    ],
    parties: [
      { label: "From", lines: ["Northwind Grid"] },
      { label: "To", lines: ["Ines Duarte"] },
    ],
    lines: [
      ...Array.from({ length: 40 }, (_, i) => ({
        title: `Line ${i} ` + "Supercalifragilisticexpialidociousandlongerthananything".repeat(3),
        second: "Contract 3 with Ines",
        order: "4500-1182",
        amount: "$5,200.00",
      })),
    ],
    totals: [{ label: "Total", amount: "$5,200.00", strong: true }],
    notes: ["Hello"],
  });
  console.log(Date.now() - t, pdf.length);
  writeFileSync("/tmp/money/x.pdf", pdf);
});
