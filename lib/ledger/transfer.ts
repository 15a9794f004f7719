import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { LedgerSubject, TransferKind } from "@/db/enums";
import { ledgerTransfers } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Ctx } from "../ctx";
import { ConflictError, NotFoundError, violatedConstraint } from "../errors";
import { newId } from "../ids";
import { formatMoney } from "../money";

/**
 * One thing's pot for one purpose, in the currency of the movement; made on first use. `guarded`: it never crosses zero
 * on the wrong side of `normalSide` (1: debits add to it, −1: credits do). Both are fixed when the pot is made.
 */
export type Pot = {
  subjectKind: LedgerSubject;
  subjectId: string;
  code: string;
  guarded?: boolean;
  normalSide?: 1 | -1;
};

/** What a movement was for: a thing of the product. */
export type TransferSubject = {
  kind: "order" | "request" | "offer" | "contract" | "milestone" | "account" | "member";
  id: string;
};

/**
 * One debit and one credit of the same amount. `key` makes the effect happen once, e.g. `charge/<id>/0`; `orderId` is
 * the purchase order whose stages move; `occurredAt` is when it counts, this deed's instant unless given.
 */
export type Movement = {
  kind: TransferKind;
  key: string;
  debit: Pot;
  credit: Pot;
  /** minor units, above zero */
  amount: bigint;
  currency: string;
  subject: TransferSubject;
  orderId?: string | null;
  note?: string | null;
  occurredAt?: Date;
  /** the transfer that this one takes back: same amount, sides exchanged */
  reverses?: string | null;
};

/**
 * Posts movements in their order, all or none: the only writer of the ledger (I16–I22). A balance is debits less
 * credits. Pots are locked by id, then a few set-based statements write whatever the length of the list. A key that was
 * posted before with the same content answers the transfer it made and moves nothing.
 * @returns the transfer of each movement, in the order given.
 * @throws ConflictError for a key with other content, a guarded pot that would cross zero, or a transfer that was taken
 * back before; NotFoundError when `reverses` names no transfer of this company.
 */
export async function transfer(ctx: Ctx, movements: readonly Movement[]): Promise<{ id: string }[]> {
  if (movements.length === 0) return [];
  const drafts = draftsOf(movements);
  const pots = await lockPots(ctx, movements);
  await checkReversals(ctx, movements, pots);
  const all = [...drafts.values()];
  for (let from = 0; from < all.length; from += perStatement) {
    await postOnce(ctx, all.slice(from, from + perStatement), pots);
  }
  return movements.map(({ key }) => ({ id: drafts.get(key)?.id ?? "" }));
}

/** Movements a statement writes at a time: a second of foreign keys at most, far from the statement time-out. */
const perStatement = 2_000;

/**
 * Tells the planner how long a list in a parameter is, to the next power of two. Without it every list counts as a
 * hundred rows, for which it reads whole tables where two look-ups would do.
 */
const atMost = (length: number) => sql.raw(`limit ${length}`);

/** A statement for each length of its lists, to the next power of two, composed when it is first asked for. */
function bySize<T>(make: (first: number, second: number) => T): (first: number, second: number) => T {
  const made = new Map<string, T>();
  const power = (length: number) => 2 ** Math.ceil(Math.log2(Math.max(1, length)));
  return (first, second) => {
    const [a, b] = [power(first), power(second)];
    const known = made.get(`${a}/${b}`) ?? make(a, b);
    made.set(`${a}/${b}`, known);
    return known;
  };
}

type Draft = { id: string; hash: string; movement: Movement };

function draftsOf(movements: readonly Movement[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const movement of movements) {
    const { amount, key, debit, credit } = movement;
    if (amount <= 0n) throw new Error(`Movement ${key} has no positive amount.`);
    if (potKey(debit, "") === potKey(credit, "")) throw new Error(`Movement ${key} has one pot on both sides.`);
    const hash = contentHash(movement);
    const same = drafts.get(key);
    if (same && same.hash !== hash) throw new ConflictError(otherContent);
    if (!same) drafts.set(key, { id: newId(), hash, movement });
  }
  return drafts;
}

const otherContent = "This was sent before with other content. Nothing was done; reload the page and try again.";

/** Everything a repetition must share, each field with its length, so that no two contents look alike. */
function contentHash(movement: Movement): string {
  const { kind, debit, credit, amount, currency, subject, orderId, note, occurredAt, reverses } = movement;
  const fields = [
    kind,
    ...[debit, credit].flatMap((pot) => [pot.subjectKind, pot.subjectId, pot.code]),
    amount.toString(),
    currency,
    subject.kind,
    subject.id,
    orderId ?? "",
    note ?? "",
    occurredAt?.toISOString() ?? "",
    reverses ?? "",
  ];
  const hash = createHash("sha256");
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:${field}`);
  return hash.digest("hex");
}

type LockedPot = { id: string; currency: string; guarded: boolean; side: bigint; balance: bigint; version: number };
type Pots = Map<string, LockedPot>;

const potKey = (pot: Pick<Pot, "subjectId" | "code">, currency: string) => `${pot.subjectId}/${pot.code}/${currency}`;

const distinctPots = (movements: readonly Movement[]) =>
  new Map(
    movements.flatMap(({ debit, credit, currency }) =>
      [debit, credit].map((pot) => [potKey(pot, currency), { ...pot, currency }] as const),
    ),
  );

/** Locks every pot by id, so that two deeds never wait for each other in a circle; makes those that are new. */
async function lockPots(ctx: Ctx, movements: readonly Movement[]): Promise<Pots> {
  const wanted = distinctPots(movements);
  const locked = await lockExisting(ctx, wanted);
  const missing = [...wanted].filter(([key]) => !locked.has(key));
  if (missing.length === 0) return locked;
  const rows = missing
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { subjectKind, subjectId, code, currency, guarded = false, normalSide = 1 }]) => ({
      id: newId(),
      subject_kind: subjectKind,
      subject_id: subjectId,
      code,
      currency,
      guarded,
      normal_side: normalSide,
    }));
  for (let from = 0; from < rows.length; from += perStatement) {
    await ctx.db.execute(sql`
      insert into ledger_accounts (account_id, id, subject_kind, subject_id, code, currency, guarded, normal_side, balance, version, audit_id)
      select h.account_id, p.id, p.subject_kind, p.subject_id, p.code, p.currency, p.guarded, p.normal_side, 0, 0, ${ctx.auditId}::uuid
      from audit_heads h cross join json_to_recordset(${JSON.stringify(rows.slice(from, from + perStatement))}::json) as p(
        id uuid, subject_kind text, subject_id uuid, code text, currency char(3), guarded boolean, normal_side smallint)
      where h.account_id = ${ctx.accountId}
      on conflict (account_id, subject_id, code, currency) do nothing`);
  }
  const complete = await lockExisting(ctx, wanted);
  if (complete.size !== wanted.size) throw new Error("A pot of the ledger could not be made.");
  return complete;
}

type PotRow = {
  id: string;
  subject_kind: string;
  subject_id: string;
  code: string;
  currency: string;
  guarded: boolean;
  side: number;
  balance: string;
  version: string;
};

async function lockExisting(ctx: Ctx, wanted: ReadonlyMap<string, Pot & { currency: string }>): Promise<Pots> {
  const names = [...wanted.values()].map(({ subjectId: subject, code, currency }) => ({ subject, code, currency }));
  const rows = await lockNamed(names.length, 1)(ctx.db, { accountId: ctx.accountId, names: JSON.stringify(names) });
  return new Map(
    rows.map((row) => {
      const pot = { subjectId: row.subject_id, code: row.code };
      const key = potKey(pot, row.currency);
      const asked = wanted.get(key);
      if (
        asked?.subjectKind !== row.subject_kind ||
        (asked.guarded ?? row.guarded) !== row.guarded ||
        (asked.normalSide ?? row.side) !== row.side
      )
        throw new Error(`Pot ${key} was made for another purpose.`);
      const { id, currency, guarded } = row;
      const state = { balance: BigInt(row.balance), version: Number(row.version), side: BigInt(row.side) };
      return [key, { id, currency, guarded, ...state }];
    }),
  );
}

const lockNamed = bySize((length) =>
  statement((db, given: { accountId: string; names: string }) =>
    db.execute<PotRow>(sql`
    select a.id, a.subject_kind, a.subject_id, a.code, a.currency, a.guarded, a.normal_side as side, a.balance, a.version
    from (select * from json_to_recordset(${given.names}::json) as r(subject uuid, code text, currency char(3)) ${atMost(length)}) n
    join ledger_accounts a on a.account_id = ${given.accountId} and a.subject_id = n.subject and a.code = n.code and a.currency = n.currency
    order by a.id for no key update of a`),
  ),
);

/** A reversal exchanges the sides of what it takes back; the amount and "at most once" are keys of the database (I22). */
async function checkReversals(ctx: Ctx, movements: readonly Movement[], pots: Pots): Promise<void> {
  const reversals = movements.filter((movement) => movement.reverses);
  if (reversals.length === 0) return;
  const originals = await ctx.db
    .select({ id: ledgerTransfers.id, debitId: ledgerTransfers.debitId, creditId: ledgerTransfers.creditId })
    .from(ledgerTransfers)
    .where(
      and(
        eq(ledgerTransfers.accountId, ctx.accountId),
        inArray(
          ledgerTransfers.id,
          reversals.map((movement) => movement.reverses ?? ""),
        ),
      ),
    );
  const byId = new Map(originals.map((original) => [original.id, original]));
  for (const { key, reverses, debit, credit, currency } of reversals) {
    const original = byId.get(reverses ?? "");
    if (!original) throw new NotFoundError("the posting to take back");
    if (pots.get(potKey(debit, currency))?.id !== original.creditId)
      throw new Error(`Movement ${key} does not reverse.`);
    if (pots.get(potKey(credit, currency))?.id !== original.debitId)
      throw new Error(`Movement ${key} does not reverse.`);
  }
}

/** Posts drafts whose keys are new and takes over the ids of those that were posted before. */
async function postOnce(ctx: Ctx, drafts: Draft[], pots: Pots): Promise<void> {
  if (drafts.length === 0) return;
  const chain = chained(drafts, pots);
  // A shortage may only mean that some of these were posted before: ask, and weigh the rest again.
  const posted = chain.shortage ? await findPosted(ctx, drafts) : await post(ctx, chain);
  if (posted.length === 0) {
    if (chain.shortage) throw new ConflictError(chain.shortage);
    for (const [key, pot] of chain.pots) pots.set(key, pot);
    return;
  }
  const known = new Map(posted.map((row) => [row.key, row]));
  for (const draft of drafts) {
    const before = known.get(draft.movement.key);
    if (before && before.hash !== draft.hash) throw new ConflictError(otherContent);
    if (before) draft.id = before.id;
  }
  await postOnce(
    ctx,
    drafts.filter((draft) => !known.has(draft.movement.key)),
    pots,
  );
}

type Link = { pot: string; version: number; before: string; after: string };
type Chain = { rows: (Draft & { debit: Link; credit: Link })[]; pots: Pots; shortage: string | null };

/** The next links of every pot's chain, reckoned in memory under the locks. */
function chained(drafts: readonly Draft[], pots: Pots): Chain {
  const next: Pots = new Map();
  const rows: Chain["rows"] = [];
  let shortage: string | null = null;
  const link = (pot: Pot, { currency, key }: Movement, change: bigint): Link => {
    const name = potKey(pot, currency);
    const now = next.get(name) ?? pots.get(name);
    if (!now) throw new Error(`Movement ${key} has a pot that is not locked.`);
    const after = now.balance + change;
    if (now.guarded && after * now.side < 0n) shortage ??= shortageText(pot.code, now, change);
    next.set(name, { ...now, balance: after, version: now.version + 1 });
    return { pot: now.id, version: now.version + 1, before: now.balance.toString(), after: after.toString() };
  };
  for (const draft of drafts) {
    const { debit, credit, amount } = draft.movement;
    rows.push({
      ...draft,
      debit: link(debit, draft.movement, amount),
      credit: link(credit, draft.movement, -amount),
    });
  }
  return { rows, pots: next, shortage };
}

function shortageText(code: string, { balance, side, currency }: LockedPot, change: bigint): string {
  const [held, asked] = [balance * side, -change * side].map((minor) => formatMoney({ minor, currency }));
  return `Only ${held} is ${code}, and ${asked} would be taken from it. Nothing was done.`;
}

type Posted = { key: string; id: string; hash: string };

async function findPosted(ctx: Ctx, drafts: readonly Draft[]): Promise<Posted[]> {
  const keys = JSON.stringify(drafts.map((draft) => draft.movement.key));
  return postedBefore(drafts.length, 1)(ctx.db, { accountId: ctx.accountId, keys });
}

const postedBefore = bySize((length) =>
  statement((db, given: { accountId: string; keys: string }) =>
    db.execute<Posted>(sql`
    select t.idem_key as key, t.id, encode(t.request_hash, 'hex') as hash
    from (select * from json_array_elements_text(${given.keys}::json) r(key) ${atMost(length)}) k
    join ledger_transfers t on t.account_id = ${given.accountId} and t.idem_key = k.key`),
  ),
);

/**
 * Writes transfers, entries and balances in one statement, unless a key is known by now: then nothing, and the known
 * ones are the answer. The statement begins after the pots were locked, so it sees what was posted while we waited.
 */
async function post(ctx: Ctx, { rows, pots }: Chain): Promise<Posted[]> {
  const moves = rows.map(({ id, hash, movement, debit, credit }) => ({
    id,
    kind: movement.kind,
    key: movement.key,
    hash,
    currency: movement.currency,
    amount: movement.amount.toString(),
    debit: debit.pot,
    dv: debit.version,
    db: debit.before,
    da: debit.after,
    credit: credit.pot,
    cv: credit.version,
    cb: credit.before,
    ca: credit.after,
    reverses: movement.reverses ?? null,
    sk: movement.subject.kind,
    si: movement.subject.id,
    oid: movement.orderId ?? null,
    note: movement.note ?? null,
    at: (movement.occurredAt ?? ctx.now).toISOString(),
  }));
  const balances = [...pots.values()].map(({ id, balance, version }) => ({ id, balance: balance.toString(), version }));
  const [result] = await postAll(moves.length, balances.length)(ctx.db, {
    accountId: ctx.accountId,
    auditId: ctx.auditId,
    at: ctx.now.toISOString(),
    keys: JSON.stringify(moves.map((move) => move.key)),
    moves: JSON.stringify(moves),
    balances: JSON.stringify(balances),
  }).catch(explain);
  const known = typeof result?.known === "string" ? (JSON.parse(result.known) as Posted[]) : (result?.known ?? []);
  if (known.length === 0 && (result?.entries !== moves.length * 2 || result.balances !== balances.length))
    throw new Error("The ledger wrote less than was asked of it.");
  return known;
}

type Posting = { accountId: string; auditId: string; at: string; keys: string; moves: string; balances: string };
type PostResult = { known: Posted[] | string | null; entries: number; balances: number };

const postAll = bySize((length, pots) =>
  statement((db, given: Posting) =>
    db.execute<PostResult>(sql`
    with known as materialized (
      select t.idem_key as key, t.id, encode(t.request_hash, 'hex') as hash
      from (select * from json_array_elements_text(${given.keys}::json) r(key) ${atMost(length)}) k
      join ledger_transfers t on t.account_id = ${given.accountId} and t.idem_key = k.key
    ), moves as materialized (
      select h.account_id, m.* from audit_heads h cross join (select * from json_to_recordset(${given.moves}::json) as r(
        id uuid, kind text, key text, hash text, currency char(3), amount bigint, debit uuid, dv bigint, db bigint, da bigint,
        credit uuid, cv bigint, cb bigint, ca bigint, reverses uuid, sk text, si uuid, oid uuid, note text, at timestamptz) ${atMost(length)}) m
      where h.account_id = ${given.accountId} and not exists (select from known)
    ), written as (
      insert into ledger_transfers (account_id, id, kind, idem_key, request_hash, currency, amount, debit_id, debit_version,
        credit_id, credit_version, reverses, subject_kind, subject_id, order_id, note, occurred_at, created_at, audit_id)
      select account_id, id, kind, key, decode(hash, 'hex'), currency, amount, debit, dv, credit, cv, reverses, sk, si, oid, note, at,
        ${given.at}::timestamptz, ${given.auditId}::uuid
      from moves
    ), entered as (
      insert into ledger_entries (account_id, ledger_account_id, version, prev_version, side, amount, transfer_id, balance_before, balance_after)
      select m.account_id, e.pot, e.version, nullif(e.version - 1, 0), e.side, m.amount, m.id, e.before, e.after
      from moves m cross join lateral (values (m.debit, m.dv, 'D', m.db, m.da), (m.credit, m.cv, 'C', m.cb, m.ca)) e(pot, version, side, before, after)
      returning 1
    ), balanced as (
      update ledger_accounts a set balance = b.balance, version = b.version, audit_id = ${given.auditId}::uuid
      from (select * from json_to_recordset(${given.balances}::json) as r(id uuid, balance bigint, version bigint) ${atMost(pots)}) b
      where a.account_id = ${given.accountId} and a.id = b.id and not exists (select from known)
      returning 1
    )
    select (select json_agg(k) from known k) as known, (select count(*)::int from entered) as entries, (select count(*)::int from balanced) as balances`),
  ),
);

/** The keys of the database are the wall; these are its words. */
function explain(error: unknown): never {
  switch (violatedConstraint(error)) {
    case "ledger_transfers_key_once":
      throw new ConflictError(otherContent);
    case "ledger_transfers_reversed_once":
      throw new ConflictError("This was taken back before. Nothing was done.");
    case "ledger_accounts_guard":
      throw new ConflictError("There is not enough left for this. Nothing was done.");
    default:
      throw error;
  }
}
