import { expect, test } from "vitest";
import { acceptedEndings, cleanName, endingFits, sizeText } from "./rules";

test.each([
  ["Overtime rules 2026.pdf", "Overtime rules 2026.pdf"],
  ["../../etc/passwd", "passwd"],
  ["..\\..\\windows\\win.ini", "win.ini"],
  ["C:\\Users\\hana\\März.csv", "März.csv"],
  ["/", "file"],
  ["..", "file"],
  ["", "file"],
  ["\u0000\u0001", "file"],
  ["a\u0000b\r\nSet-Cookie: x.txt", "ab_ x.txt".replace("ab_", "abSet-Cookie_")],
  ["invoice\u202Efdp.exe", "invoicefdp.exe"],
  [".htaccess", "htaccess"],
  ['a"b<c>d|e?f*g%2e.txt', "a_b_c_d_e_f_g_2e.txt"],
  ["report .pdf. ", "report .pdf"],
  ["مراجعة.pdf", "مراجعة.pdf"],
  ["\ud800.png", ".png".slice(1)],
  [`${"é".repeat(300)}.docx`, `${"é".repeat(115)}.docx`],
])("%j is kept as %j", (raw, name) => {
  expect(cleanName(raw)).toBe(name);
});

test("a name's ending must be one of its content's", () => {
  expect(endingFits("invoice.PDF", "application/pdf")).toBe(true);
  for (const name of ["invoice.pdf.exe", "invoice", "invoice.html", "pdf"])
    expect(endingFits(name, "application/pdf")).toBe(false);
});

test("neither markup nor programs can be chosen", () => {
  for (const ending of ["svg", "html", "htm", "xml", "js", "exe", "docm", "xlsm", "doc", "zip", "gif"])
    expect(acceptedEndings.split(",")).not.toContain(`.${ending}`);
});

test.each([
  [1, "1 byte"],
  [999, "999 bytes"],
  [1_000, "1 kB"],
  [412_345, "412.3 kB"],
  [26_214_400, "26.2 MB"],
])("%i bytes are “%s”", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
