import "server-only";
import { eq } from "drizzle-orm";
import { accounts, users } from "@/db/schema";
import type { MailProps } from "@/emails";
import { getAccountSettings } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatDay, formatInstant } from "../dates";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { listAdmins, type Reader } from "../milestones/mails";
import { formatMoney } from "../money";
import { settingsUrlFor } from "../notifications/settings-url";
import type { Move } from "./money-moves";
import { moveDueAt } from "./rules";

type Props = MailProps<"invoice-issued">;
/** `page`: where the thing is done, from the origin on. */
type About = Partial<Props> & Pick<Props, "title" | "amount"> & { page: string };

async function mailMoney(
  ctx: Ctx,
  kind: "invoice-issued" | "payment-received" | "money-move-waiting",
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

/** To staff: a money move waits for its second person. */
export async function mailMoveWaiting(ctx: Ctx, move: Move): Promise<void> {
  const [proposer] = await ctx.db.select({ name: users.name }).from(users).where(eq(users.id, move.proposedBy));
  const staff = await ctx.db
    .select({ address: users.email, zone: users.timeZone })
    .from(users)
    .where(eq(users.staffRole, "payment_operations_agent"));
  const readers = staff.map((row): Reader => ({ side: "staff", ...row }));
  const [company] = await ctx.db.select({ slug: accounts.slug }).from(accounts).where(eq(accounts.id, ctx.accountId));
  await mailMoney(ctx, "money-move-waiting", readers, move.id, ({ zone }) => ({
    page: `/staff/companies/${company?.slug}/moves/${move.id}`,
    title:
      move.kind === "wire" ? `Wire ${move.externalRef}` : move.kind === "payout" ? "A payout" : "An escrow decision",
    by: proposer?.name ?? "",
    amount: formatMoney({ minor: move.companyMinor + move.talentMinor, currency: move.currency }),
    next: ["Lapses", formatInstant(moveDueAt(move.proposedAt, 1), zone)],
  }));
}
