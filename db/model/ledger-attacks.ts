import type { TransactionSql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import { companyDeed, openOrder } from "@/e2e/world/money";
import type { World } from "@/e2e/world/world";
import { newId } from "@/lib/ids";
import { transfer } from "@/lib/ledger/transfer";
import { charge } from "@/lib/orders/stages";
import { type Context, copyRow } from "./raw";

/** One company with a few postings, and a stranger's. Pots are named by what they are for. */
export type LedgerScene = {
  account: string;
  user: string;
  cash: string;
  bank: string;
  /** guarded, holding 30 */
  escrow: string;
  euros: string;
  /** a transfer of 50 from bank to cash, and one that was taken back */
  transfer: string;
  takenBack: string;
  order: string;
  foreign: { account: string; pot: string; transfer: string };
};

export async function setLedgerScene(world: World, stranger: World): Promise<LedgerScene> {
  const pots = new Map<string, string>();
  const made = async (company: World) => {
    const pot = (code: string, guarded = false) => {
      const known = pots.get(`${company.accountId}/${code}`) ?? newId();
      pots.set(`${company.accountId}/${code}`, known);
      return { subjectKind: "company" as const, subjectId: known, code, guarded };
    };
    const base = {
      kind: "deposit" as const,
      currency: "USD",
      subject: { kind: "account" as const, id: company.accountId },
    };
    return companyDeed(company, async (ctx) => {
      const [first, second] = await transfer(ctx, [
        { ...base, key: "first", debit: pot("cash"), credit: pot("bank"), amount: 50n },
        { ...base, key: "second", debit: pot("cash"), credit: pot("bank"), amount: 20n },
        { ...base, key: "held", debit: pot("escrow", true), credit: pot("bank"), amount: 30n },
        { ...base, key: "euros", debit: pot("euros"), credit: pot("euro bank"), amount: 5n, currency: "EUR" },
      ]);
      await transfer(ctx, [
        {
          ...base,
          key: "back",
          debit: pot("bank"),
          credit: pot("cash"),
          amount: 20n,
          kind: "reversal",
          reverses: second?.id,
        },
      ]);
      const rows = await ctx.db.execute<{ id: string; code: string }>(
        `select id, code from ledger_accounts where account_id = '${company.accountId}' and subject_kind = 'company'`,
      );
      const ids = new Map(rows.map((row) => [row.code, row.id]));
      const idOf = (code: string) => ids.get(code) ?? "";
      return { first: first?.id ?? "", second: second?.id ?? "", idOf };
    });
  };
  const own = await made(world);
  const foreign = await made(stranger);
  const order = await openOrder(world, 100_00n, [50]);
  await companyDeed(world, (ctx) =>
    charge(ctx, { id: newId() }, { id: newId(), orderId: order, currency: "USD", amountMinor: 60_00n }),
  );
  return {
    account: world.accountId,
    user: world.as("financeAdmin").actor.userId,
    cash: own.idOf("cash"),
    bank: own.idOf("bank"),
    escrow: own.idOf("escrow"),
    euros: own.idOf("euros"),
    transfer: own.first,
    takenBack: own.second,
    order,
    foreign: { account: stranger.accountId, pot: foreign.idOf("cash"), transfer: foreign.first },
  };
}

type Run = (tx: TransactionSql, scene: LedgerScene, auditId: string) => Promise<number>;
/** `refused`: the constraint, policy or privilege that must stand in the way; "nothing": no row is in reach. */
export type LedgerAttack = {
  name: string;
  refused: string;
  run: Run;
  as?: (scene: LedgerScene) => Context;
  withoutEvent?: true;
};

type Pot = { version: string; balance: string };
type Posting = {
  debit: string;
  credit: string;
  amount: number;
  /** what the columns say instead */
  transfer: Record<string, unknown>;
  debitEntry: Record<string, unknown> | null;
  creditEntry: Record<string, unknown> | null;
  /** added to what the pots should say */
  balanceOff: number;
};

/** A posting written by hand, right in every part but those that an attack bends. */
export const posting =
  (bend: (scene: LedgerScene) => Partial<Posting> = () => ({})): Run =>
  async (tx, scene, auditId) => {
    const p: Posting = {
      debit: scene.cash,
      credit: scene.bank,
      amount: 10,
      transfer: {},
      debitEntry: {},
      creditEntry: {},
      balanceOff: 0,
      ...bend(scene),
    };
    const stood = async (id: string) =>
      (await tx<Pot[]>`select version, balance from ledger_accounts where id = ${id}`)[0] ?? {
        version: "0",
        balance: "0",
      };
    const [debit, credit] = [await stood(p.debit), await stood(p.credit)];
    const id = uuidv7();
    const entry = (pot: string, was: Pot, side: string, change: number) => ({
      account_id: scene.account,
      ledger_account_id: pot,
      version: Number(was.version) + 1,
      prev_version: Number(was.version) || null,
      side,
      amount: p.amount,
      transfer_id: id,
      balance_before: Number(was.balance),
      balance_after: Number(was.balance) + change,
    });
    const written = {
      account_id: scene.account,
      id,
      kind: "deposit",
      idem_key: id,
      request_hash: Buffer.from("00", "hex"),
      currency: "USD",
      amount: p.amount,
      debit_id: p.debit,
      debit_version: Number(debit.version) + 1,
      debit_side: "D",
      credit_id: p.credit,
      credit_version: Number(credit.version) + 1,
      credit_side: "C",
      subject_kind: "account",
      subject_id: scene.account,
      occurred_at: "2026-05-04T09:00Z",
      created_at: "2026-05-04T09:00Z",
      audit_id: auditId,
      ...p.transfer,
    };
    let rows = (await tx`insert into ledger_transfers ${tx(written)}`).count;
    for (const [bent, pot, was, side, change] of [
      [p.debitEntry, p.debit, debit, "D", p.amount],
      [p.creditEntry, p.credit, credit, "C", -p.amount],
    ] as const) {
      if (!bent) continue;
      rows += (await tx`insert into ledger_entries ${tx({ ...entry(pot, was, side, change), ...bent })}`).count;
      rows += (
        await tx`update ledger_accounts set balance = ${Number(was.balance) + change + p.balanceOff}, version = ${Number(was.version) + 1}, audit_id = ${auditId} where id = ${pot}`
      ).count;
    }
    return rows;
  };

const run =
  (text: (scene: LedgerScene) => string): Run =>
  async (tx, scene, auditId) =>
    (await tx.unsafe(text(scene).replaceAll("$event", `'${auditId}'`))).count;

/** One more debit of 50 at the end of a chain. */
const entryOf =
  (transferId: (scene: LedgerScene) => string): Run =>
  async (tx, scene) =>
    (
      await tx`
        insert into ledger_entries (account_id, ledger_account_id, version, prev_version, side, amount, transfer_id, balance_before, balance_after)
        select account_id, id, version + 1, version, 'D', 50, ${transferId(scene)}, balance, balance + 50 from ledger_accounts where id = ${scene.cash}`
    ).count;

const reversal = (scene: LedgerScene, of: string, amount: number): Partial<Posting> => ({
  debit: scene.bank,
  credit: scene.cash,
  amount,
  transfer: { kind: "reversal", reverses: of },
});

export const ledgerAttacks: LedgerAttack[] = [
  {
    name: "a credit without its debit",
    refused: "ledger_transfers_debit_entry_fk",
    run: posting(() => ({ debitEntry: null })),
  },
  {
    name: "a debit without its credit",
    refused: "ledger_transfers_credit_entry_fk",
    run: posting(() => ({ creditEntry: null })),
  },
  {
    name: "an unbalanced posting",
    refused: "ledger_entries_transfer_fk",
    run: posting((s) => ({ creditEntry: { amount: 9, balance_after: -100 + 20 - 9 }, debit: s.cash })),
  },
  {
    name: "an entry that comes later",
    refused: "ledger_entries_side_once",
    run: entryOf((s) => s.transfer),
  },
  {
    name: "an entry of no transfer",
    refused: "ledger_entries_transfer_fk",
    run: entryOf(() => uuidv7()),
  },
  {
    name: "a gap in the chain",
    refused: "ledger_entries_previous_fk",
    run: posting(() => ({ transfer: { debit_version: 9 }, debitEntry: { version: 9, prev_version: 8 } })),
  },
  {
    name: "a gap that is not admitted",
    refused: "ledger_entries_no_gap",
    run: posting(() => ({ transfer: { debit_version: 9 }, debitEntry: { version: 9 } })),
  },
  {
    name: "a link to another past",
    refused: "ledger_entries_previous_fk",
    run: posting(() => ({ debitEntry: { balance_before: 500, balance_after: 510 } })),
  },
  {
    name: "a fork of the chain",
    refused: "ledger_entries_pk",
    run: posting(() => ({ debitEntry: { version: 3, prev_version: 2, balance_before: 70, balance_after: 80 } })),
  },
  {
    name: "a sum that is none",
    refused: "ledger_entries_sum",
    run: posting(() => ({ debitEntry: { balance_after: 1_000 } })),
  },
  {
    name: "a balance out of nothing",
    refused: "ledger_accounts_last_entry_fk",
    run: run((s) => `update ledger_accounts set balance = balance + 1, audit_id = $event where id = '${s.cash}'`),
  },
  {
    name: "a balance beside the entries",
    refused: "ledger_accounts_last_entry_fk",
    run: posting(() => ({ balanceOff: 5 })),
  },
  {
    name: "a chain cut short",
    refused: "ledger_accounts_last_entry_fk",
    run: run((s) => `update ledger_accounts set version = version - 1, audit_id = $event where id = '${s.cash}'`),
  },
  {
    name: "a pot that begins with money",
    refused: "ledger_accounts_start",
    run: (tx, s, auditId) =>
      copyRow(tx, "ledger_accounts", `id = '${s.cash}'`, {
        id: uuidv7(),
        subject_id: uuidv7(),
        version: 0,
        balance: 100,
        audit_id: auditId,
      }),
  },
  {
    name: "another currency",
    refused: "ledger_transfers_debit_fk",
    run: posting(() => ({ transfer: { currency: "EUR" } })),
  },
  { name: "dollars for euros", refused: "ledger_transfers_credit_fk", run: posting((s) => ({ credit: s.euros })) },
  {
    name: "out of another company's pot",
    refused: "ledger_transfers_credit_fk",
    run: posting((s) => ({ credit: s.foreign.pot })),
  },
  { name: "an amount below zero", refused: "ledger_transfers_amount_positive", run: posting(() => ({ amount: -10 })) },
  { name: "nothing at all", refused: "ledger_transfers_amount_positive", run: posting(() => ({ amount: 0 })) },
  {
    name: "one pot on both sides",
    refused: "ledger_transfers_two_accounts",
    run: posting((s) => ({ credit: s.cash })),
  },
  {
    name: "sides that are exchanged",
    refused: "ledger_transfers_sides",
    run: posting(() => ({ transfer: { debit_side: "C", credit_side: "D" } })),
  },
  {
    name: "a kind that nobody knows",
    refused: "ledger_transfers_kind_known",
    run: posting(() => ({ transfer: { kind: "gift" } })),
  },
  {
    name: "more than a guarded pot holds",
    refused: "ledger_accounts_guard",
    run: posting((s) => ({ credit: s.escrow, amount: 31 })),
  },
  {
    name: "the same key again",
    refused: "ledger_transfers_key_once",
    run: posting(() => ({ transfer: { idem_key: "first" } })),
  },
  {
    name: "a second reversal",
    refused: "ledger_transfers_reversed_once",
    run: posting((s) => reversal(s, s.takenBack, 20)),
  },
  {
    name: "a reversal of another amount",
    refused: "ledger_transfers_reverses_fk",
    run: posting((s) => reversal(s, s.transfer, 49)),
  },
  {
    name: "a reversal of another company's transfer",
    refused: "ledger_transfers_reverses_fk",
    run: posting((s) => reversal(s, s.foreign.transfer, 50)),
  },
  { name: "a posting without an event", refused: "ledger_transfers_audit_fk", run: posting(), withoutEvent: true },
  {
    name: "a posting under an old event",
    refused: "policy ledger_transfers",
    run: posting(() => ({ transfer: { audit_id: uuidv7() } })),
  },
  {
    name: "a posting in another company's name",
    refused: "policy ledger_transfers",
    run: posting((s) => ({ transfer: { account_id: s.foreign.account } })),
  },
  {
    name: "an entry in another company's name",
    refused: "policy ledger_entries",
    run: posting((s) => ({ debitEntry: { account_id: s.foreign.account } })),
  },
  {
    name: "a pot in another company's name",
    refused: "policy ledger_accounts",
    run: (tx, s, auditId) =>
      copyRow(tx, "ledger_accounts", `id = '${s.cash}'`, {
        id: uuidv7(),
        subject_id: uuidv7(),
        account_id: s.foreign.account,
        version: 0,
        balance: 0,
        audit_id: auditId,
      }),
  },
  {
    name: "a posting by nobody",
    refused: "policy ledger_transfers",
    run: posting(),
    as: () => ({ account: null, user: null }),
  },
  {
    name: "an event's pot changed under the old event",
    refused: "policy ledger_accounts",
    run: run((s) => `update ledger_accounts set guarded = false where id = '${s.escrow}'`),
  },
  ...["ledger_transfers", "ledger_entries", "order_crossings"].map(
    (table): LedgerAttack => ({
      name: `${table} rewritten`,
      refused: "nothing",
      run: run((s) => `update ${table} set account_id = account_id where account_id = '${s.account}'`),
    }),
  ),
  ...[
    "ledger_accounts",
    "ledger_transfers",
    "ledger_entries",
    "order_thresholds",
    "order_crossings",
    "purchase_orders",
  ].flatMap((table): LedgerAttack[] => [
    {
      name: `${table} deleted`,
      refused: `denied ${table}`,
      run: run((s) => `delete from ${table} where account_id = '${s.account}'`),
    },
    { name: `${table} emptied`, refused: `denied ${table}`, run: run(() => `truncate ${table} cascade`) },
    {
      name: `another company's ${table} read`,
      refused: "nothing",
      run: run((s) => `select 1 from ${table} where account_id = '${s.foreign.account}'`),
    },
    {
      name: `${table} read by nobody`,
      refused: "nothing",
      run: run(() => `select 1 from ${table}`),
      as: () => ({ account: null, user: null }),
    },
  ]),
  {
    name: "another company's pot changed",
    refused: "nothing",
    run: run((s) => `update ledger_accounts set audit_id = $event where id = '${s.foreign.pot}'`),
  },
  {
    name: "one crossing twice",
    refused: "order_crossings_pk",
    run: (tx, s, auditId) => copyRow(tx, "order_crossings", `order_id = '${s.order}'`, { audit_id: auditId }),
  },
];
