import { createReadStream } from "node:fs";
import { parse } from "csv-parse";

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
 * @throws Error that names what is missing: the file, or columns of it.
 */
export async function readRows(file: string, limit: number): Promise<ContractRow[]> {
  const rows: ContractRow[] = [];
  const reader = createReadStream(file).pipe(
    parse({ columns: true, bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  for await (const { record, info } of reader as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    if (rows.length === 0) refuseMissingColumns(file, record);
    const texts = Object.entries(columns).map(([key, column]) => [key, record[column] ?? ""]);
    rows.push({ line: info.lines, ...Object.fromEntries(texts) } as ContractRow);
    if (rows.length === limit) break;
  }
  return rows;
}

function refuseMissingColumns(file: string, record: Record<string, string>): void {
  const missing = Object.values(columns).filter((column) => !(column in record));
  if (missing.length > 0)
    throw new Error(
      `${file} is not the contract list: it has no column ${missing.map((column) => `“${column}”`).join(", ")}.`,
    );
}
