import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { MoveKind } from "@/db/enums";
import { moneyMoves } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { formatInstant, isLocalDate, localDateOf } from "../dates";
import { dropDecision, executeDecision } from "../disputes/settle-dispute";
import { ForbiddenError, NotFoundError } from "../errors";
import { keepFile } from "../files/attach-files";
import { isId } from "../ids";
import { transfer } from "../ledger/transfer";
import type { Refusal } from "../milestones/open-milestone";
import { formatMoney } from "../money";
import { availableTo, isUnderHold } from "./available-earnings";
import { executeExemption } from "./exempt-from-fee";
import { mailMoveWaiting, mailPaymentDropped, mailPayoutAnswered } from "./mails";
import {
  closePayoutOf,
  endOfPayout,
  findPayoutAtWork,
  getPayoutForChange,
  movePayout,
  reopenPayoutOf,
} from "./payout-requests";
import { receivePayment } from "./receive-payment";
import { executeReturn } from "./return-balance";
import { canRecordPayment, earningPot, isMediator, isPaymentOperations, moveDueAt, outsidePot } from "./rules";

export type Move = typeof moneyMoves.$inferSelect;

type NewMove = {
  id: string;
  kind: MoveKind;
  currency: string;
  companyMinor: bigint;
  talentMinor: bigint;
  subjectId: string | null;
  reason: string;
  proposedBy: string;
  source?: string;
  externalRef?: string;
  receivedOn?: string;
  fileName?: string | null;
  fileId?: string | null;
};

/** Writes down a money move for a second person to confirm; nothing is moved. @returns when it lapses. */
export async function proposeMove(ctx: Ctx, move: NewMove): Promise<{ lapsesAt: Date }> {
  await ctx.db.insert(moneyMoves).values({
    ...move,
    accountId: ctx.accountId,
    state: "proposed",
    proposedAt: ctx.now,
    since: ctx.now,
    step: 0,
    dueAt: moveDueAt(ctx.now, 0),
    auditId: ctx.auditId,
  });
  recordEvent(ctx, "money-move.proposed", "account", ctx.accountId, {
    kind: move.kind,
    amount: (move.companyMinor + move.talentMinor).toString(),
    currency: move.currency,
    reference: move.externalRef,
  });
  return { lapsesAt: moveDueAt(ctx.now, 1) };
}

export type RecordWireInput = {
  key: string;
  amountMinor: bigint;
  currency: string;
  reference: string;
  receivedOn: string;
  fileName: string | null;
  /** an own upload that becomes part of the record */
  fileId?: string | null;
  note: string;
};
export type RecordWireResult =
  | { ok: true }
  | Refusal<"reference-used" | "other-currency" | "not-positive" | "not-a-day" | "not-yet" | "file-gone">;

/**
 * A finance admin or payment operations records a wire with its reference; another person of payment operations confirms
 * before the ledger moves, and a reference credits once (§12.4, I26).
 * @throws ForbiddenError for anybody else.
 */
export async function recordWire(ctx: Ctx, input: RecordWireInput): Promise<RecordWireResult> {
  if (!canRecordPayment(ctx.actor)) throw new ForbiddenError("record a payment");
  const { key, amountMinor, currency, reference, receivedOn, fileName, fileId = null, note } = input;
  const settings = await getAccountSettings(ctx, "no key update");
  const [sent] = await ctx.db
    .select({ id: moneyMoves.id })
    .from(moneyMoves)
    .where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, key)));
  if (sent) return { ok: true };
  if (currency !== settings.currency)
    return { ok: false, reason: "other-currency", message: `Payments to this company are in ${settings.currency}.` };
  if (amountMinor <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (!isLocalDate(receivedOn)) return { ok: false, reason: "not-a-day", message: "Enter the day the money arrived." };
  if (receivedOn > localDateOf(ctx.now, settings.timeZone))
    return { ok: false, reason: "not-yet", message: "This day is still to come. Enter the day the money arrived." };
  const used = await findByReference(ctx, "wire", reference);
  if (used) {
    const on = formatInstant(used.decidedAt ?? used.proposedAt, settings.timeZone);
    const message =
      used.state === "confirmed" ? `This reference was credited on ${on}.` : `This reference was recorded on ${on}.`;
    return { ok: false, reason: "reference-used", message };
  }
  const kept = fileId ? await keepFile(ctx, fileId) : null;
  if (fileId && !kept)
    return { ok: false, reason: "file-gone", message: "The file is no longer there. Remove it and attach it again." };
  await proposeMove(ctx, {
    id: key,
    kind: "wire",
    currency,
    companyMinor: amountMinor,
    talentMinor: 0n,
    subjectId: null,
    source: "wire",
    externalRef: reference,
    receivedOn,
    fileName: kept?.name ?? fileName,
    fileId: kept?.id ?? null,
    reason: note,
    proposedBy: ctx.actor.userId ?? "",
  });
  return { ok: true };
}

/** What was recorded under this reference and is not off, or null: a reference counts once per source. */
export async function findByReference(ctx: Ctx, source: string, reference: string): Promise<Move | null> {
  const [row] = await ctx.db
    .select()
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.source, source),
        sql`${moneyMoves.referenceKey} = lower(regexp_replace(${reference}, '\\s', '', 'g'))`,
        sql`${moneyMoves.state} in ('proposed', 'confirmed')`,
      ),
    );
  return row ?? null;
}

export type RecordPayoutInput = { key: string; talentUserId: string; amountMinor: bigint; reason: string };
type PayoutRefusal = Refusal<"more-than-available" | "not-positive" | "waiting" | "held" | "to-yourself">;
export type RecordPayoutResult = { ok: true } | PayoutRefusal | Refusal<"asked">;

/**
 * Payment operations record that available earnings are transferred to a freelancer; a second person confirms (§11.4).
 * What was asked for on the earnings page is recorded from there.
 * @throws ForbiddenError for anybody else.
 */
export async function recordPayout(
  ctx: Ctx,
  { key, talentUserId, amountMinor, reason }: RecordPayoutInput,
): Promise<RecordPayoutResult> {
  if (!isPaymentOperations(ctx.actor)) throw new ForbiddenError("record a payout");
  const { currency } = await getAccountSettings(ctx, "no key update");
  if (await wasSent(ctx, key)) return { ok: true };
  const asked = await findPayoutAtWork(ctx, talentUserId);
  if (asked?.state === "open") {
    const amount = formatMoney({ minor: asked.amountMinor, currency });
    return {
      ok: false,
      reason: "asked",
      message: `They asked for ${amount} themselves. Record it from their request.`,
    };
  }
  return proposePayout(ctx, { key, talentUserId, amountMinor, currency, reason });
}

export type RecordAskedPayoutInput = {
  key: string;
  requestId: string;
  amountMinor: bigint;
  /** of the transfer, so that it is found again; counts once */
  reference: string;
  note: string;
};
export type RecordAskedPayoutResult =
  | { ok: true }
  | PayoutRefusal
  | Refusal<"over" | "more-than-asked" | "reference-used">;

/**
 * Payment operations record the transfer that a freelancer asked for, all of it or less; a second person confirms (§11.4).
 * @throws NotFoundError; ForbiddenError for anybody else.
 */
export async function recordAskedPayout(ctx: Ctx, input: RecordAskedPayoutInput): Promise<RecordAskedPayoutResult> {
  if (!isPaymentOperations(ctx.actor)) throw new ForbiddenError("record a payout");
  const { key, requestId, amountMinor, reference, note } = input;
  const { currency, timeZone } = await getAccountSettings(ctx, "no key update");
  const request = await getPayoutForChange(ctx, requestId);
  if (await wasSent(ctx, key)) return { ok: true };
  if (request.state !== "open")
    return { ok: false, reason: "over", message: `${await endOfPayout(ctx, request)} Nothing was recorded.` };
  if (amountMinor > request.amountMinor) {
    const asked = formatMoney({ minor: request.amountMinor, currency });
    return { ok: false, reason: "more-than-asked", message: `Only ${asked} was asked for.` };
  }
  const used = await findByReference(ctx, "payout", reference);
  if (used) {
    const on = formatInstant(used.proposedAt, timeZone);
    return { ok: false, reason: "reference-used", message: `This reference was recorded on ${on}.` };
  }
  const { talentUserId } = request;
  const proposed = await proposePayout(ctx, { key, talentUserId, amountMinor, currency, reason: note, reference });
  if (proposed.ok) await movePayout(ctx, request, { state: "recorded", moveId: key });
  return proposed;
}

type NewPayout = Omit<RecordPayoutInput, "key"> & { key: string; currency: string; reference?: string };

/** What every payout needs before it waits for its second person. The caller holds the company's lock. */
async function proposePayout(ctx: Ctx, payout: NewPayout): Promise<{ ok: true } | PayoutRefusal> {
  const { key, talentUserId, amountMinor, currency, reason, reference } = payout;
  if (talentUserId === ctx.actor.userId) return toYourself;
  const [waiting] = await ctx.db
    .select({ id: moneyMoves.id })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.subjectId, talentUserId),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  if (waiting)
    return { ok: false, reason: "waiting", message: "A payout to this freelancer waits for its second confirmation." };
  if (amountMinor <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (await isUnderHold(ctx, talentUserId)) return underHold;
  const available = await availableTo(ctx, talentUserId);
  if (amountMinor > available) {
    const words = formatMoney({ minor: available, currency });
    return { ok: false, reason: "more-than-available", message: `At most ${words} is available.` };
  }
  await proposeMove(ctx, {
    id: key,
    kind: "payout",
    currency,
    companyMinor: 0n,
    talentMinor: amountMinor,
    subjectId: talentUserId,
    reason,
    proposedBy: ctx.actor.userId ?? "",
    ...(reference && { source: "payout", externalRef: reference }),
  });
  return { ok: true };
}

const underHold: Refusal<"held"> = {
  ok: false,
  reason: "held",
  message: "A contract of this freelancer is paused by payment operations. Lift that first.",
};
const toYourself: Refusal<"to-yourself"> = {
  ok: false,
  reason: "to-yourself",
  message: "This payout is to yourself; two other people must see to it.",
};

/** Was this form sent before? */
export async function wasSent(ctx: Ctx, key: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: moneyMoves.id })
    .from(moneyMoves)
    .where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, key)));
  return rows.length > 0;
}

export type DecideMoveInput = { moveId: string };
export type DecideMoveResult =
  | { ok: true }
  | Refusal<
      | "proposed-by-you"
      | "already-decided"
      | "does-not-add-up"
      | "more-than-available"
      | "lapsed"
      | "held"
      | "owes"
      | "to-yourself"
    >;

/**
 * The second person confirms, and the ledger moves, once (§13.7). The database refuses a confirmer who proposed.
 * @throws NotFoundError; ForbiddenError for anybody without the right.
 */
export async function confirmMove(ctx: Ctx, { moveId }: DecideMoveInput): Promise<DecideMoveResult> {
  const found = await decide(ctx, moveId, "confirmed", null);
  if (!found.ok) return found;
  const { move } = found;
  switch (move.kind) {
    case "wire":
      await receivePayment(ctx, move);
      return { ok: true };
    case "company_return":
      return executeReturn(ctx, move);
    case "fee_exemption":
      return executeExemption(ctx, move);
    case "escrow_decision":
      return executeDecision(ctx, move.subjectId ?? "", {
        key: move.id,
        talentMinor: move.talentMinor,
        companyMinor: move.companyMinor,
      });
    case "payout": {
      const { talentMinor, currency } = move;
      const talentUserId = move.subjectId ?? "";
      if (talentUserId === ctx.actor.userId) return toYourself;
      if (await isUnderHold(ctx, talentUserId)) return underHold;
      if ((await availableTo(ctx, talentUserId)) < talentMinor)
        return { ok: false, reason: "more-than-available", message: "Less is available by now. Nothing was paid out." };
      await transfer(ctx, [
        {
          kind: "payout",
          key: `${move.id}/1`,
          debit: outsidePot,
          credit: earningPot(talentUserId, "available"),
          amount: talentMinor,
          currency,
          subject: { kind: "member", id: talentUserId },
        },
      ]);
      const request = await closePayoutOf(ctx, move.id);
      const told = { key: move.id, talentUserId, amountMinor: talentMinor, currency, reference: move.externalRef };
      await mailPayoutAnswered(ctx, { ...told, is: "paid", reason: null, askedMinor: request?.amountMinor });
      return { ok: true };
    }
  }
}

/** The second person refuses, with a reason; nothing moves. @throws NotFoundError; ForbiddenError without the right. */
export async function refuseMove(
  ctx: Ctx,
  { moveId, reason }: DecideMoveInput & { reason: string },
): Promise<DecideMoveResult> {
  const found = await decide(ctx, moveId, "refused", reason);
  if (!found.ok) return found;
  await dropMove(ctx, found.move, reason);
  return { ok: true };
}

/** What a move was for goes back to where it was before: it was refused, or lapsed where no reason is given. */
async function dropMove(ctx: Ctx, move: Move, reason: string | null): Promise<void> {
  if (move.kind === "escrow_decision") await dropDecision(ctx, move, reason);
  if (move.kind === "payout") await reopenPayoutOf(ctx, move.id);
  if (move.kind === "wire") await mailPaymentDropped(ctx, move, reason);
}

async function decide(
  ctx: Ctx,
  moveId: string,
  state: "confirmed" | "refused",
  refusal: string | null,
): Promise<{ ok: true; move: Move } | Refusal<"proposed-by-you" | "already-decided" | "lapsed">> {
  const { actor } = ctx;
  if (actor.kind !== "staff") throw new ForbiddenError("confirm a money move");
  const [move] = isId(moveId)
    ? await ctx.db
        .select()
        .from(moneyMoves)
        .where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, moveId)))
        .for("no key update")
    : [];
  if (!move) throw new NotFoundError("money move");
  const may =
    move.kind === "escrow_decision" ? isMediator(actor) || isPaymentOperations(actor) : isPaymentOperations(actor);
  if (!may) throw new ForbiddenError("confirm this money move");
  if (move.state === state && move.decidedBy === actor.userId)
    return { ok: false, reason: "already-decided", message: "You decided this before; it was done once." };
  if (move.state !== "proposed")
    return { ok: false, reason: "already-decided", message: `This was ${move.state} before. Nothing was done.` };
  if (move.proposedBy === actor.userId)
    return { ok: false, reason: "proposed-by-you", message: "You proposed this; another person must confirm it." };
  if (moveDueAt(move.proposedAt, 1) <= ctx.now)
    return { ok: false, reason: "lapsed", message: "This lapsed after five business days. Propose it anew." };
  await ctx.db
    .update(moneyMoves)
    .set({ state, decidedBy: actor.userId, decidedAt: ctx.now, refusal, dueAt: null, auditId: ctx.auditId })
    .where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, move.id), eq(moneyMoves.state, "proposed")));
  recordEvent(ctx, `money-move.${state}`, "account", ctx.accountId, {
    kind: move.kind,
    amount: (move.companyMinor + move.talentMinor).toString(),
    currency: move.currency,
    reference: move.externalRef,
    reason: refusal,
  });
  return { ok: true, move };
}

/**
 * A proposed money move after a business day: staff are told; after five: it lapses, and nothing has moved. Run by the
 * tick; asks the row again. @returns whether anything was due.
 */
export async function runMoveTimer(ctx: Ctx, moveId: string): Promise<boolean> {
  const [move] = await ctx.db
    .select()
    .from(moneyMoves)
    .where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, moveId), eq(moneyMoves.state, "proposed")))
    .for("no key update");
  if (!move?.dueAt || move.dueAt > ctx.now) return false;
  const of = and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, move.id));
  const facts = { kind: move.kind, reference: move.externalRef };
  if (moveDueAt(move.proposedAt, 1) <= ctx.now) {
    await ctx.db
      .update(moneyMoves)
      .set({ state: "lapsed", decidedAt: ctx.now, dueAt: null, auditId: ctx.auditId })
      .where(of);
    recordEvent(ctx, "money-move.lapsed", "account", ctx.accountId, facts);
    await dropMove(ctx, move, null);
    return true;
  }
  await ctx.db
    .update(moneyMoves)
    .set({ step: 1, dueAt: moveDueAt(move.proposedAt, 1), auditId: ctx.auditId })
    .where(of);
  recordEvent(ctx, "money-move.waiting", "account", ctx.accountId, facts);
  await mailMoveWaiting(ctx, move);
  return true;
}
