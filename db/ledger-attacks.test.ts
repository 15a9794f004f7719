import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "@/e2e/world/world";
import { ledgerRules } from "@/lib/ledger/verify";
import { openPool } from "./client";
import { type LedgerScene, ledgerAttacks, posting, setLedgerScene } from "./model/ledger-attacks";
import { attempt, attemptWithin, type Context } from "./model/raw";
import { type Rows, rowReader } from "./model/rows";

// The database alone guards the ledger (B11): raw SQL as the application's role, with context and event as the doors give
// them. Then each wall is taken away: its attack goes through, and the checker sees the damage.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
const role = openPool(process.env.DATABASE_URL ?? "", { max: 4 });
const contextOf = (scene: LedgerScene): Context => ({ account: scene.account, user: scene.user });
let scene: LedgerScene;
let readRows: (accountId: string) => Promise<Rows>;

beforeAll(async () => {
  scene = await setLedgerScene(await openWorld({ policy: null }), await openWorld({ policy: null }));
  readRows = await rowReader(sql);
});
afterAll(async () => {
  await Promise.all([sql.end({ timeout: 5 }), role.end({ timeout: 5 })]);
});

type Reader = Pick<typeof sql, "unsafe">;
async function faults(reader: Reader): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, query] of Object.entries(ledgerRules)) {
    const rows = await reader.unsafe<Record<string, string>[]>(query, [scene.account]);
    found.push(...rows.map(() => rule));
  }
  return found;
}

describe(`${ledgerAttacks.length} attacks as the application's role`, () => {
  let before: Rows[];
  const both = async () => [await readRows(scene.account), await readRows(scene.foreign.account)];
  beforeAll(async () => {
    before = await both();
  });

  test.each(ledgerAttacks)("$name: $refused", async ({ refused, run, as = contextOf, withoutEvent }) => {
    expect(await attempt(role, as(scene), (tx, auditId) => run(tx, scene, auditId), !withoutEvent)).toBe(refused);
  });

  test("none of them moved a byte", async () => {
    expect(await both()).toEqual(before);
    expect(await faults(sql)).toEqual([]);
  });

  test("the same hands may post what is right", async () => {
    expect(await attempt(role, contextOf(scene), (tx, auditId) => posting()(tx, scene, auditId))).toBe("done");
    expect(await faults(sql)).toEqual([]);
  });
});

/** What is taken away, the attack that then goes through, and the rule that sees it. */
const sabotages: { without: string; attack: string; seen: string }[] = [
  {
    without: "alter table ledger_transfers drop constraint ledger_transfers_debit_entry_fk",
    attack: "a credit without its debit",
    seen: "all entries of a currency sum to zero",
  },
  {
    without: "alter table ledger_transfers drop constraint ledger_transfers_credit_entry_fk",
    attack: "a debit without its credit",
    seen: "a transfer has both its entries, and only them",
  },
  {
    without:
      "alter table ledger_entries drop constraint ledger_entries_previous_fk; alter table ledger_accounts drop constraint ledger_accounts_last_entry_fk",
    attack: "a gap in the chain",
    seen: "an entry follows from the one before",
  },
  {
    without:
      "alter table ledger_entries drop constraint ledger_entries_previous_fk; alter table ledger_accounts drop constraint ledger_accounts_last_entry_fk",
    attack: "a link to another past",
    seen: "an entry follows from the one before",
  },
  {
    without:
      "alter table ledger_entries drop constraint ledger_entries_side_once; alter table ledger_accounts drop constraint ledger_accounts_last_entry_fk",
    attack: "an entry that comes later",
    seen: "an entry belongs to a transfer",
  },
  {
    without: "alter table ledger_entries drop constraint ledger_entries_transfer_fk",
    attack: "an entry of no transfer",
    seen: "an entry belongs to a transfer",
  },
  {
    without: "alter table ledger_accounts drop constraint ledger_accounts_last_entry_fk",
    attack: "a balance out of nothing",
    seen: "a pot's balance is the sum of its entries",
  },
  {
    without: "alter table ledger_accounts drop constraint ledger_accounts_last_entry_fk",
    attack: "a chain cut short",
    seen: "a pot's version is the number of its entries, without a gap",
  },
  {
    without:
      "alter table ledger_transfers drop constraint ledger_transfers_debit_fk; alter table ledger_transfers drop constraint ledger_transfers_credit_fk",
    attack: "another currency",
    seen: "both pots have the currency of the transfer",
  },
  {
    without: "alter table ledger_accounts drop constraint ledger_accounts_guard",
    attack: "more than a guarded pot holds",
    seen: "a guarded pot never stands on the wrong side",
  },
  {
    without: "alter table ledger_transfers drop constraint ledger_transfers_key_once",
    attack: "the same key again",
    seen: "a key is posted once",
  },
  {
    without: "alter table ledger_transfers drop constraint ledger_transfers_reversed_once",
    attack: "a second reversal",
    seen: "a transfer is taken back once, whole and the other way round",
  },
  {
    without: "alter table ledger_transfers drop constraint ledger_transfers_reverses_fk",
    attack: "a reversal of another amount",
    seen: "a transfer is taken back once, whole and the other way round",
  },
];

describe("sabotage", () => {
  test.each(sabotages)("$attack goes through, and is seen: $seen", async ({ without, attack, seen }) => {
    const chosen = ledgerAttacks.find(({ name }) => name === attack);
    const rolledBack = new Error("rolled back");
    let told = "";
    let found: string[] = [];
    const sabotaged = sql.begin(async (tx) => {
      await tx.unsafe(without);
      told = await attemptWithin(
        tx,
        "countersign",
        contextOf(scene),
        async (inner, auditId) => (await chosen?.run(inner, scene, auditId)) ?? 0,
      );
      found = await faults(tx as unknown as Reader);
      throw rolledBack;
    });
    await expect(sabotaged).rejects.toBe(rolledBack);
    expect(told).toBe("done");
    expect(found).toContain(seen);
  });
});
