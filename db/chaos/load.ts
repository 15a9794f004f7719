import type { Sql, TransactionSql } from "postgres";
import { ACCOUNTS } from "./scratch";

/** What the client believes happened, kept outside the database so that the judge can compare. */
export interface AckLog {
  /** Transfers whose transaction was confirmed. */
  transfers: string[];
  /** Single inserts, each its own transaction, that were confirmed. */
  notes: string[];
  /** Transfers the client rolled back itself and was told so. */
  rolledBack: string[];
}

export interface LoadFigures {
  acked: AckLog;
  /** Calls that had not settled within their patience. */
  hung: number;
  /** Queries that got the answer to another question. */
  crossed: number;
  /** Refused calls by error code; being refused is allowed, being left waiting or lied to is not. */
  refused: Record<string, number>;
}

class ChangedMyMind extends Error {}

/**
 * Runs `workers` loops of transfers, single inserts and reads over one pool until the time is up.
 *
 * @param options.seconds how long new calls are started
 * @param options.patience milliseconds within which every call must settle, one way or the other
 */
export async function runLoad(
  sql: Sql,
  options: { workers: number; seconds: number; patience: number },
): Promise<LoadFigures> {
  const figures: LoadFigures = {
    acked: { transfers: [], notes: [], rolledBack: [] },
    hung: 0,
    crossed: 0,
    refused: {},
  };
  const until = performance.now() + options.seconds * 1000;

  async function worker(number: number) {
    for (let turn = 0; performance.now() < until; turn++) {
      await settle(oneCall(sql, figures, `${number}-${turn}`, turn), options.patience, figures);
    }
  }
  await Promise.all(Array.from({ length: options.workers }, (_, number) => worker(number)));
  return figures;
}

async function oneCall(sql: Sql, figures: LoadFigures, id: string, turn: number): Promise<void> {
  if (turn % 8 === 3) {
    await sql`insert into notes (id) values (${id})`;
    figures.acked.notes.push(id);
  } else if (turn % 8 === 6) {
    const [row] = await sql<{ id: string }[]>`select ${id}::text as id`;
    if (row?.id !== id) figures.crossed++;
  } else {
    await transfer(sql, figures, id, turn);
  }
}

async function transfer(sql: Sql, figures: LoadFigures, id: string, turn: number): Promise<void> {
  const amount = 1 + Math.floor(Math.random() * 900);
  const [low, high] = twoAccounts();
  // More than 1,024 bytes are written at once, fewer are gathered until the end of the turn: both paths must hold.
  const padding = "x".repeat(turn % 5 === 0 ? 2_000 : 10);
  try {
    await sql.begin(async (tx) => {
      const [answer] = await tx<{ id: string }[]>`
        insert into transfers (id, amount, padding) values (${id}, ${amount}, ${padding}) returning id`;
      if (answer?.id !== id) figures.crossed++;
      await pause(turn);
      await tx`select id from accounts where id in (${low}, ${high}) order by id for no key update`;
      if (turn % 7 === 0) await tx.savepoint((sp) => leg(sp, id, low, -amount));
      else await leg(tx, id, low, -amount);
      await pause(turn + 1);
      await leg(tx, id, high, amount);
      if (turn % 11 === 0) throw new ChangedMyMind();
    });
    figures.acked.transfers.push(id);
  } catch (error) {
    if (!(error instanceof ChangedMyMind)) throw error;
    figures.acked.rolledBack.push(id);
  }
}

async function leg(tx: TransactionSql, id: string, account: number, minor: number): Promise<void> {
  await Promise.all([
    tx`insert into entries (transfer_id, account_id, minor) values (${id}, ${account}, ${minor})`,
    tx`update accounts set balance = balance + ${minor} where id = ${account}`,
  ]);
}

/** Lets a kill land between two statements, while the transaction is idle. */
async function pause(turn: number): Promise<void> {
  if (turn % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1 + (turn % 4)));
}

function twoAccounts(): [low: number, high: number] {
  const one = 1 + Math.floor(Math.random() * ACCOUNTS);
  const other = 1 + ((one + Math.floor(Math.random() * (ACCOUNTS - 1))) % ACCOUNTS);
  return one < other ? [one, other] : [other, one];
}

/** Waits for a call at most its patience; never throws. */
export async function settle(call: Promise<void>, patience: number, figures: LoadFigures): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<"hung">((resolve) => {
    timer = setTimeout(resolve, patience, "hung");
  });
  const outcome = await Promise.race([call.then(() => "done", refusal), tooLate]);
  clearTimeout(timer);
  if (outcome === "hung") figures.hung++;
  else if (outcome !== "done") figures.refused[outcome] = (figures.refused[outcome] ?? 0) + 1;
}

function refusal(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
