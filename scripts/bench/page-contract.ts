import { v7 as uuidv7 } from "uuid";
import { migrate } from "@/db/migrate";
import { buildIfNeeded } from "../lib/build";
import { openTemporaryDatabase, withDatabase } from "../lib/database";
import { startServer } from "../lib/server";
import { sessionFor } from "./company";
import { copying, type Row, renamed } from "./copies";
import { type Figure, median } from "./figure";

/** Movements of the contract: charges, postings, receipts and lines of its history, each as many. */
const [few, many] = [50, 5_000];

/** Median time of a contract's page with 5,000 movements, against the same page with 50. */
export async function contractPage(): Promise<Figure> {
  process.env.COUNTERSIGN_SECRET ??= "bench-".padEnd(48, "0");
  await buildIfNeeded();
  const database = await openTemporaryDatabase({ survives: "disk" });
  if (!database.adminUrl) throw new Error("A measurement needs the embedded database.");
  await migrate(database.url);
  process.env.DATABASE_URL = database.url;
  const { closePool } = await import("@/db/client");
  try {
    const { openEscrowWorld } = await import("@/e2e/world/escrow");
    const { recordCharge } = await import("@/lib/contracts/record-charge");
    const { recordChargeInput } = await import("@/lib/contracts/schema");
    const world = await openEscrowWorld({ ordered: true });
    const finance = world.as("financeAdmin");
    const charge = {
      id: uuidv7(),
      contractId: world.contractId,
      amount: "1.00",
      chargedOn: "2026-05-04",
      note: "A day",
    };
    const made = await finance.write((ctx) => recordCharge(ctx, recordChargeInput("USD").parse(charge)));
    if (!made.ok) throw new Error(`The premise was refused: ${made.reason}`);
    const adminUrl = withDatabase(database.adminUrl, new URL(database.url).pathname.slice(1));
    const at = { adminUrl, accountId: world.accountId, contractId: world.contractId, chargeId: charge.id };
    await addMovements(at, 1, few);
    let number = 0;
    await copying(adminUrl, async ({ rows }) => {
      const [contract] = await rows("contracts", `id = '${world.contractId}'`);
      number = Number(contract?.number);
    });
    const server = await startServer({ databaseUrl: database.url });
    try {
      const cookie = `countersign.session=${await sessionFor(at, finance.actor.userId)}`;
      const url = `${server.url}/ab/jobs/contracts/${number}`;
      await checkPage(url, cookie);
      const small = await medianTime(url, cookie);
      await addMovements(at, few, many);
      const large = await medianTime(url, cookie);
      return { value: large, floor: small, unit: "ms", budget: "ratio ≤ 1.3", holds: (ratio) => ratio <= 1.3 };
    } finally {
      await server.stop();
    }
  } finally {
    await closePool();
    await database.stop();
  }
}

type Place = { adminUrl: string; accountId: string; contractId: string; chargeId: string };

/** Copies the contract's one charge with everything it left behind, and its first receipt, from `from` up to `to` of each. */
async function addMovements(
  { adminUrl, accountId, contractId, chargeId }: Place,
  from: number,
  to: number,
): Promise<void> {
  await copying(adminUrl, async ({ rows, write }) => {
    const [charge] = await rows("contract_charges", `id = '${chargeId}'`);
    const [event] = await rows("audit_events", `id = '${charge?.audit_id}'`);
    const [receipt] = await rows("receipts", `contract_id = '${contractId}' order by number limit 1`);
    const [head] = await rows("audit_heads", `account_id = '${accountId}'`);
    if (!charge || !event || !receipt || !head) throw new Error("The contract has nothing to copy.");
    const lines = await rows("audit_entries", `event_id = '${event.id}'`);
    const transfers = await rows("ledger_transfers", `audit_id = '${event.id}'`);
    const own = [charge, event, receipt, ...transfers].map((row) => String(row.id));
    const things = Array.from({ length: to - from }, () => Object.fromEntries(own.map((id) => [id, uuidv7()])));
    const copies = (originals: Row[], change: (n: number) => object = () => ({})) =>
      things.flatMap((thing, n) => originals.map((row) => ({ ...renamed(row, thing), ...change(from + n) })));
    const instant = (n: number) => new Date(Date.parse("2026-01-01T09:00:00Z") + n * 60_000).toISOString();
    const seq = (n: number) => Number(head.seq) + n;
    await write(
      "audit_events",
      copies([event], (n) => ({ seq: seq(n), prev_seq: seq(n) - 1, occurred_at: instant(n) })),
    );
    await write(
      "audit_entries",
      copies(lines, (n) => ({ occurred_at: instant(n) })),
    );
    await write(
      "contract_charges",
      copies([charge], (n) => ({ charged_on: instant(n).slice(0, 10) })),
    );
    await write(
      "ledger_transfers",
      copies(transfers, (n) => ({ occurred_at: instant(n) })),
    );
    await write(
      "receipts",
      copies([receipt], (n) => ({ number: 1_000 + n, previous: 999 + n, issued_at: instant(n) })),
    );
  });
}

/** A figure of an error page would be worth nothing. */
async function checkPage(url: string, cookie: string): Promise<void> {
  const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes("Charges"))
    throw new Error(`The contract's page answered ${answer.status}.`);
}

async function medianTime(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 120; turn++) {
    const start = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    await answer.arrayBuffer();
    if (turn >= 20) times.push(performance.now() - start);
  }
  return median(times);
}
