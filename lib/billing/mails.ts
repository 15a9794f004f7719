import "server-only";
import { eq, isNotNull } from "drizzle-orm";
import { users } from "@/db/schema";
import type { MailProps } from "@/emails";
import { getAccountSettings, listHolders } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatDay, formatInstant } from "../dates";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { listAdmins, type Reader } from "../milestones/mails";
import { formatMoney } from "../money";
import { settingsUrlFor } from "../notifications/settings-url";
import { staffPages } from "../staff/pages";
import type { PastDue } from "./list-invoices";
import type { Move } from "./money-moves";
import type { PayoutRequest } from "./payout-requests";
import { moveDueAt, suspendsOn } from "./rules";

type Props = MailProps<"invoice-issued">;
/** `page`: where the thing is done, from the origin on. */
type About = Partial<Props> & Pick<Props, "title" | "amount"> & { page: string };

type MoneyMail =
  | "invoice-issued"
  | "payment-received"
  | "credit-issued"
  | "payment-not-confirmed"
  | "balance-returned"
  | "money-move-waiting"
  | "payout-asked"
  | "payout-answered"
  | "past-due-notice"
  | "account-suspended"
  | "account-reinstated";

async function mailMoney(
  ctx: Ctx,
  kind: MoneyMail,
  readers: readonly Reader[],
  key: string,
  about: (reader: Reader) => About,
): Promise<void> {
  const { name } = await getAccountSettings(ctx);
  await queueMails(
    ctx,
    readers.map((reader) => {
      const { page, ...said } = about(reader);
      const props = {
        companyName: name,
        askWhom: "payment operations",
        settingsUrl: settingsUrlFor(reader.side),
        to: reader.side,
        is: "",
        contractNumber: null,
        talentName: null,
        by: name,
        milestone: null,
        next: null,
        reason: null,
        pageUrl: `${env.APP_ORIGIN}${page}`,
        ...said,
      };
      return { kind, to: reader.address, key, props };
    }),
  );
}

const listFinance = (ctx: Ctx) => listAdmins(ctx, ["admin", "finance_admin", "program_owner"]);

/** To finance: the month's invoice. */
export async function mailInvoiceIssued(
  ctx: Ctx,
  invoice: {
    id: string;
    year: number;
    number: number;
    kind: string;
    month: string;
    totalMinor: bigint;
    currency: string;
    dueOn: string;
  },
): Promise<void> {
  const { id, year, number, kind, month, totalMinor, currency, dueOn } = invoice;
  const name = kind === "credit_note" ? "Credit note" : "Invoice";
  await mailMoney(ctx, "invoice-issued", await listFinance(ctx), id, () => ({
    page: `/ab/billing/invoices/${id}`,
    title: `${name} ${year}-${number} for ${month}`,
    is: kind,
    amount: formatMoney({ minor: totalMinor, currency }),
    next: totalMinor > 0n ? ["Due", formatDay(dueOn)] : null,
  }));
}

/** To finance: a payment was confirmed. */
export async function mailPaymentReceived(ctx: Ctx, move: Move): Promise<void> {
  await mailMoney(ctx, "payment-received", await listFinance(ctx), move.id, () => ({
    page: `/ab/billing/receipts/${move.id}`,
    title: `Wire ${move.externalRef}`,
    amount: formatMoney({ minor: move.companyMinor, currency: move.currency }),
  }));
}

type Credit = {
  receiptId: string;
  title: string;
  method: "balance" | "terms";
  amountMinor: bigint;
  feeMinor: bigint;
  currency: string;
};

/** To finance: money of a contract came back, with the client fee on it, and where it is. */
export async function mailCreditIssued(ctx: Ctx, credit: Credit): Promise<void> {
  await mailMoney(ctx, "credit-issued", await listFinance(ctx), credit.receiptId, () => ({
    page: `/ab/billing/receipts/${credit.receiptId}`,
    title: credit.title,
    is: credit.method,
    amount: formatMoney({ minor: credit.amountMinor + credit.feeMinor, currency: credit.currency }),
    fee: credit.feeMinor > 0n ? formatMoney({ minor: credit.feeMinor, currency: credit.currency }) : null,
  }));
}

/** To finance: what is past due, since when, and what follows (§13.2). */
export async function mailPastDue(ctx: Ctx, { amountMinor, since }: PastDue, day: number): Promise<void> {
  const { currency } = await getAccountSettings(ctx);
  await mailMoney(ctx, "past-due-notice", await listFinance(ctx), `${since}/${day}`, () => ({
    page: "/ab/billing",
    title: formatDay(since),
    is: String(day),
    amount: formatMoney({ minor: amountMinor, currency }),
    next: ["Suspended on", `${formatDay(suspendsOn(since, ctx.now))}, 00:00 UTC`],
  }));
}

/** To finance: what was left on the balance is on its way back. */
export async function mailBalanceReturned(ctx: Ctx, move: Move): Promise<void> {
  await mailMoney(ctx, "balance-returned", await listFinance(ctx), move.id, () => ({
    page: `/ab/billing/receipts/${move.id}`,
    title: `Transfer ${move.externalRef}`,
    by: "Payment operations",
    amount: formatMoney({ minor: move.companyMinor, currency: move.currency }),
  }));
}

/** To finance, if one of them recorded it: a payment was refused, or lapsed where no reason is given; nothing was credited. */
export async function mailPaymentDropped(ctx: Ctx, move: Move, reason: string | null): Promise<void> {
  const recorder = await findReader(ctx, move.proposedBy);
  if (recorder?.isStaff) return;
  await mailMoney(ctx, "payment-not-confirmed", await listFinance(ctx), move.id, () => ({
    page: "/ab/billing/payments",
    title: `Wire ${move.externalRef}`,
    is: reason === null ? "lapsed" : "refused",
    by: "Payment operations",
    amount: formatMoney({ minor: move.companyMinor, currency: move.currency }),
    reason,
  }));
}

/** To finance, with what is owed, and to hiring managers, whose contracts stand still (§13.3). */
export async function mailSuspended(ctx: Ctx, { id, owedMinor }: { id: string; owedMinor: bigint }): Promise<void> {
  const { currency } = await getAccountSettings(ctx);
  const amount = formatMoney({ minor: owedMinor, currency });
  await mailStanding(ctx, "account-suspended", id, amount);
}

/** To the same people: everything goes on. */
export const mailReinstated = (ctx: Ctx, id: string) => mailStanding(ctx, "account-reinstated", id, null);

async function mailStanding(
  ctx: Ctx,
  kind: "account-suspended" | "account-reinstated",
  key: string,
  owed: string | null,
): Promise<void> {
  const finance = await listFinance(ctx);
  const addresses = new Set(finance.map(({ address }) => address));
  const hirers = (await listHolders(ctx, ["hiring_manager"])).filter(({ address }) => !addresses.has(address));
  const readers = [...finance, ...hirers.map((holder): Reader => ({ side: "client", ...holder }))];
  await mailMoney(ctx, kind, readers, key, ({ address }) => {
    const pays = addresses.has(address);
    return {
      title: "Your account",
      is: pays ? "finance" : "hirer",
      page: pays ? "/ab/billing" : "/ab/jobs/contracts",
      amount: pays ? owed : null,
    };
  });
}

/** To staff: a money move waits for its second person. */
export async function mailMoveWaiting(ctx: Ctx, move: Move): Promise<void> {
  const proposer = await findReader(ctx, move.proposedBy);
  const talent = move.kind === "payout" ? await findReader(ctx, move.subjectId ?? "") : null;
  const at = await staffPages(ctx);
  await mailMoney(ctx, "money-move-waiting", await listPaymentOperations(ctx), move.id, ({ zone }) => ({
    page: `${at}/moves/${move.id}`,
    title: titleOfMove(move, talent?.name ?? ""),
    by: proposer?.name ?? "",
    amount:
      move.kind === "fee_exemption"
        ? null
        : formatMoney({ minor: move.companyMinor + move.talentMinor, currency: move.currency }),
    next: ["Lapses", formatInstant(moveDueAt(move.proposedAt, 1), zone)],
  }));
}

function titleOfMove({ kind, externalRef, source }: Move, talentName: string): string {
  switch (kind) {
    case "fee_exemption":
      return source === "exempt" ? "No client fee from now on" : "The client fee again from now on";
    case "wire":
      return `Wire ${externalRef}`;
    case "payout":
      return `Payout to ${talentName}`;
    case "company_return":
      return `Balance paid back, transfer ${externalRef}`;
    case "escrow_decision":
      return "Escrow decision";
  }
}

/** To staff: a freelancer waits for a payout that nobody has recorded, `days` business days by now. */
export async function mailPayoutWaiting(ctx: Ctx, request: PayoutRequest, days: number): Promise<void> {
  const talent = await findReader(ctx, request.talentUserId);
  const at = await staffPages(ctx);
  const key = `${request.id}/${request.since.toISOString()}/${days}`;
  await mailMoney(ctx, "money-move-waiting", await listPaymentOperations(ctx), key, ({ zone }) => ({
    page: `${at}/payouts/${request.id}`,
    title: `Payout to ${talent?.name ?? ""}`,
    is: "asked",
    by: talent?.name ?? "",
    amount: formatMoney({ minor: request.amountMinor, currency: request.currency }),
    next: ["Asked for", formatInstant(request.askedAt, zone)],
  }));
}

/** To the freelancer: somebody asked for their earnings in their name. */
export async function mailPayoutAsked(ctx: Ctx, request: PayoutRequest): Promise<void> {
  await mailPayout(ctx, "payout-asked", { ...request, key: request.id, is: "", reason: null });
}

/** To the freelancer: paid out, or not and why. */
export async function mailPayoutAnswered(ctx: Ctx, payout: Payout & { is: "paid" | "declined" }): Promise<void> {
  await mailPayout(ctx, "payout-answered", payout);
}

type Payout = {
  key: string;
  is: string;
  talentUserId: string;
  amountMinor: bigint;
  currency: string;
  reason: string | null;
  reference?: string | null;
  /** what a payout answers, which may be more than is paid */
  askedMinor?: bigint | undefined;
};

async function mailPayout(ctx: Ctx, kind: "payout-asked" | "payout-answered", payout: Payout): Promise<void> {
  const talent = await findReader(ctx, payout.talentUserId);
  if (!talent) return;
  const reader: Reader = { side: "talent", address: talent.address, zone: talent.zone };
  const { amountMinor, askedMinor = amountMinor, currency } = payout;
  const page =
    kind === "payout-asked"
      ? "/talent/earnings"
      : payout.is === "paid"
        ? `/talent/earnings/payouts/${payout.key}`
        : "/talent/earnings?tab=payouts";
  await mailMoney(ctx, kind, [reader], payout.key, () => ({
    page,
    title: payout.reference ? `Transfer ${payout.reference}` : "Payout",
    is: payout.is,
    by: "Payment operations",
    amount: formatMoney({ minor: amountMinor, currency }),
    asked: askedMinor === amountMinor ? null : formatMoney({ minor: askedMinor, currency }),
    reason: payout.reason,
  }));
}

async function findReader(ctx: Ctx, userId: string) {
  const [person] = await ctx.db
    .select({ name: users.name, address: users.email, zone: users.timeZone, isStaff: isNotNull(users.staffRole) })
    .from(users)
    .where(eq(users.id, userId));
  return person;
}

async function listPaymentOperations(ctx: Ctx): Promise<Reader[]> {
  const staff = await ctx.db
    .select({ address: users.email, zone: users.timeZone })
    .from(users)
    .where(eq(users.staffRole, "payment_operations_agent"));
  return staff.map((row) => ({ side: "staff", ...row }));
}
