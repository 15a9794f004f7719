import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";

/** One line of the contract list: texts as they stand in the file, untouched. */
export type ContractRow = {
  /** Line of the file; the header is line 1. */
  line: number;
  description: string;
  number: string;
  revision: string;
  contractType: string;
  startDate: string;
  endDate: string;
  approvalDate: string;
  department: string;
  vendor: string;
  amount: string;
  procurement: string;
};

const columns = {
  description: "Purchase Order Description",
  number: "Purchase Order (Contract) Number",
  revision: "Revision Number",
  contractType: "Contract Type",
  startDate: "Start Date",
  endDate: "End Date",
  approvalDate: "Approval Date",
  department: "Department",
  vendor: "Vendor Name",
  amount: "Award Amount",
  procurement: "Procurement Type",
} as const satisfies Record<Exclude<keyof ContractRow, "line">, string>;

/**
 * Reads the contract list, at most `limit` rows of it, in the file's order.
 * @throws Error that names what is missing: the file, or columns of it; the parser's when it is no CSV.
 */
export async function readRows(file: string, limit: number): Promise<ContractRow[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} cannot be read. Is there such a file?`);
  });
  const to = Number.isFinite(limit) ? limit : -1;
  const options = {
    columns: true,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to,
  } as const;
  const lines: { record: Record<string, string>; info: { lines: number } }[] = parse(text, options);
  const [first] = lines;
  if (first) refuseMissingColumns(file, first.record);
  return lines.map(({ record, info }) => {
    const texts = Object.entries(columns).map(([key, column]) => [key, record[column] ?? ""]);
    return { line: info.lines, ...Object.fromEntries(texts) } as ContractRow;
  });
}

function refuseMissingColumns(file: string, record: Record<string, string>): void {
  const missing = Object.values(columns).filter((column) => !(column in record));
  if (missing.length > 0)
    throw new Error(
      `${file} is not the contract list: it has no column ${missing.map((column) => `“${column}”`).join(", ")}.`,
    );
}
