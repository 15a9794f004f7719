import "server-only";
import type { MemberActor, TalentActor } from "../actor";
import { csvStream, exportBatch, rowsOfPages } from "../csv";
import { type ReadCtx, readAs } from "../ctx";
import { sumHeldOn } from "../milestones/queries";
import { decimalText } from "../money";
import type { Page } from "../paging";
import { type ContractFilter, type HourlyTerms, listContracts, listForTalent, listHourlyTerms } from "./queries";

const shared = ["number", "title", "kind", "type", "state", "start_date", "end_date", "currency", "estimated_total"];

/**
 * A company's contracts as CSV, in the order of the list and streamed a batch at a time: what the actor sees, nothing
 * else. Texts that a spreadsheet would take for formulas are disarmed; amounts are plain decimals. `rate` is that of an hour
 * now, `weekly_hours` the limit now: both empty for fixed-price work, and the limit where there is none.
 */
export function exportContracts(actor: MemberActor, filter: ContractFilter): ReadableStream<Uint8Array> {
  const columns = [...shared, "rate", "weekly_hours", "in_escrow", "talent", "contact", "team", "purchase_order"];
  return csvOf(columns, filter, (given) =>
    readAs(actor, async (ctx) => {
      const page = await listContracts(ctx, given, exportBatch);
      const ids = page.rows.map(({ id }) => id);
      const held = await sumHeldOn(ctx, ids);
      const terms = await listHourlyTerms(ctx, ids);
      const rows = page.rows.map((row) => ({
        ...record(row),
        ...priceOf(row.currency, terms.get(row.id)),
        in_escrow: decimalText({ minor: held.get(row.id) ?? 0n, currency: row.currency }),
        talent: row.talentName,
        contact: row.contactName,
        team: row.teamName,
        purchase_order: row.orderNumber ?? "",
      }));
      return { ...page, rows };
    }),
  );
}

/** A freelancer's contracts with all companies as CSV, in the same way. */
export function exportOwnContracts(actor: TalentActor, filter: ContractFilter): ReadableStream<Uint8Array> {
  return csvOf([...shared, "company"], filter, (given) =>
    readAs(actor, async (ctx: ReadCtx) => {
      const page = await listForTalent(ctx, given, exportBatch);
      return { ...page, rows: page.rows.map((row) => ({ ...record(row), company: row.companyName })) };
    }),
  );
}

const priceOf = (currency: string, terms: HourlyTerms | undefined) => ({
  rate: terms?.rateMinor == null ? "" : decimalText({ minor: terms.rateMinor, currency }),
  weekly_hours: terms?.weeklyHours == null ? "" : String(terms.weeklyHours),
});

type Row = Awaited<ReturnType<typeof listForTalent>>["rows"][number];

const record = (row: Row) => ({
  number: String(row.number),
  title: row.title,
  kind: row.kind,
  type: row.contractType,
  state: row.state,
  start_date: row.startDate,
  end_date: row.endDate ?? "",
  currency: row.currency,
  estimated_total: decimalText({ minor: row.estimatedTotalMinor, currency: row.currency }),
});

function csvOf(
  columns: readonly string[],
  filter: ContractFilter,
  read: (filter: ContractFilter) => Promise<Page<Record<string, string>>>,
): ReadableStream<Uint8Array> {
  return csvStream(
    columns,
    rowsOfPages(filter.cursor, (cursor) => read({ ...filter, cursor })),
  );
}
