import postgres from "postgres";
import type { AckLog } from "./load";

/** Counted in the database after the run, by SQL that shares no code with the workload. */
export interface Verdict {
  /** Transfers without exactly one debit and one credit of their amount, entries without transfer, wrong balances. */
  half: number;
  /** Transactions holding rows of several calls, calls spread over several transactions, rollbacks that stayed. */
  mixed: number;
  /** Confirmed to the client, absent in the database. */
  missing: number;
}

/** @param adminUrl superuser URL of the scratch database */
export async function judge(adminUrl: string, acked: AckLog): Promise<Verdict> {
  const sql = postgres(adminUrl, { max: 1 });
  const [verdict] = await sql<Verdict[]>`
    with broken as (
      select t.id from transfers t left join entries e on e.transfer_id = t.id
      group by t.id, t.amount
      having count(e.*) <> 2 or sum(e.minor) is distinct from 0 or max(e.minor) is distinct from t.amount
      union all
      select e.transfer_id from entries e left join transfers t on t.id = e.transfer_id where t.id is null
      union all
      select a.id::text from accounts a left join entries e on e.account_id = a.id
      group by a.id, a.balance having a.balance <> coalesce(sum(e.minor), 0)
    ), written as (
      select xact, id from transfers union select xact, transfer_id from entries union select xact, id from notes
    ), blended as (
      select xact from written group by xact having count(*) > 1
      union all
      select id from written group by id having count(*) > 1
      union all
      select id from transfers where id = any(${acked.rolledBack})
    ), lost as (
      select id from unnest(${acked.transfers}::text[]) id where id not in (select id from transfers)
      union all
      select id from unnest(${acked.notes}::text[]) id where id not in (select id from notes)
    )
    select (select count(*) from broken)::int as half, (select count(*) from blended)::int as mixed,
           (select count(*) from lost)::int as missing`;
  await sql.end();
  if (!verdict) throw new Error("the judge gave no verdict");
  return verdict;
}
