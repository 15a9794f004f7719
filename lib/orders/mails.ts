import "server-only";
import { getAccountSettings, listMembers } from "../accounts/queries";
import type { MemberActor } from "../actor";
import { orderMend } from "../alerts/rules";
import { listContactsOfOrders } from "../contracts/order-queries";
import type { Ctx } from "../ctx";
import { formatDay, type LocalDate } from "../dates";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { notify } from "../notifications/notify";
import { settingsUrlFor } from "../notifications/settings-url";
import type { Order } from "./queries";
import { managesOrders, percentSpent } from "./rules";
import type { Crossing } from "./thresholds";

/**
 * Tells that orders reached a threshold: contact persons of their contracts that have not ended, admins, finance admins
 * and program owners (product.md §4). One mail and one notice per person and crossing.
 */
export async function mailThresholdsReached(ctx: Ctx, crossings: readonly Crossing[]): Promise<void> {
  if (crossings.length === 0) return;
  const { name: companyName } = await getAccountSettings(ctx);
  const members = await listMembers(ctx);
  const contacts = await listContactsOfOrders(
    ctx,
    crossings.map(({ order }) => order.id),
  );
  const told = crossings.flatMap((crossing) => {
    const own = contacts.filter(({ orderId }) => orderId === crossing.order.id).map(({ userId }) => userId);
    const readers = members.filter((member) => own.includes(member.userId) || managesOrders(member));
    return readers.map((reader) => ({ reader, crossing }));
  });
  const askWhom = members
    .filter(managesOrders)
    .toSorted((a, b) => Number(b.roles.includes("finance_admin")) - Number(a.roles.includes("finance_admin")))
    .slice(0, 2)
    .map(({ name, email }) => `${name} (${email})`)
    .join(", ");
  await queueMails(
    ctx,
    told.map(({ reader, crossing }) => ({
      kind: "order-threshold-reached",
      to: reader.email,
      key: keyOf(crossing),
      props: {
        companyName,
        askWhom: askWhom || "an admin of your company",
        settingsUrl: settingsUrlFor("client"),
        ...factsOf(crossing),
        asksFinance: !managesOrders(reader),
        orderUrl: env.APP_ORIGIN + orderMend("threshold", crossing.order.id, reader).href,
      },
    })),
  );
  await notify(
    ctx,
    told.map(({ reader, crossing }) => ({
      userId: reader.userId,
      kind: "order-threshold-reached",
      category: "orders",
      key: keyOf(crossing),
      title: `PO ${crossing.order.number} reached ${crossing.percent} % of its funds`,
      href: pageOf(crossing),
    })),
  );
}

/** What somebody asks finance, and the page where it is done. `day` makes it one mail a day from each person. */
export type FinanceAsk = {
  by: Pick<MemberActor, "userId" | "name" | "email">;
  day: LocalDate;
  wrong: string | null;
  note: string | null;
  page: string;
};

/**
 * To the finance admins, or where the company has none to its admins and program owners, of whom it always has one: one
 * mail and one notice each.
 */
export async function mailFinanceAsked(
  ctx: Ctx,
  order: Order,
  { by, day, wrong, note, page }: FinanceAsk,
): Promise<void> {
  const { name: companyName } = await getAccountSettings(ctx);
  const managers = (await listMembers(ctx)).filter(managesOrders);
  const finance = managers.filter(({ roles }) => roles.includes("finance_admin"));
  const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
  await queueMails(
    ctx,
    (finance.length > 0 ? finance : managers).map(({ email }) => ({
      kind: "finance-asked",
      to: email,
      key: `${order.id}/${by.userId}/${day}`,
      props: {
        companyName,
        askWhom: `${by.name} (${by.email})`,
        settingsUrl: settingsUrlFor("client"),
        askedBy: by.name,
        askedByEmail: by.email,
        number: order.number,
        description: order.description || null,
        archived: order.state === "archived",
        wrong,
        left: money(order.figures.left),
        funds: money(order.figures.funds),
        validThrough: order.validThrough ? formatDay(order.validThrough) : null,
        note,
        orderUrl: env.APP_ORIGIN + page,
      },
    })),
  );
}

const keyOf = ({ order, percent, arming }: Crossing) => `${order.id}/${percent}/${arming}`;
const pageOf = ({ order }: Crossing) => `/ab/reports/purchase-orders/${order.id}`;

function factsOf(crossing: Crossing) {
  const { order, figures, percent } = crossing;
  const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
  return {
    number: order.number,
    description: order.description || null,
    percent,
    percentSpent: percentSpent(figures),
    funds: money(figures.funds),
    spent: money(figures.spent),
    committed: money(figures.committed),
    left: money(figures.left),
    overdrawn: figures.left < 0n,
    validThrough: order.validThrough ? formatDay(order.validThrough) : null,
  };
}
