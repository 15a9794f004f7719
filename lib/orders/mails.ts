import "server-only";
import { getAccountSettings, listMembers, type MemberOption } from "../accounts/queries";
import { listContactsOfOrders } from "../contracts/order-queries";
import type { Ctx } from "../ctx";
import { formatDay } from "../dates";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { notify } from "../notifications/notify";
import { settingsUrlFor } from "../notifications/settings-url";
import { percentSpent } from "./rules";
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
    const readers = members.filter((member) => own.includes(member.userId) || watchesOrders(member));
    return readers.map((reader) => ({ reader, crossing }));
  });
  const askWhom = members
    .filter(watchesOrders)
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

const watching = ["admin", "finance_admin", "program_owner"] as const;
const watchesOrders = ({ roles }: MemberOption) => watching.some((role) => roles.includes(role));

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
    orderUrl: `${env.APP_ORIGIN}${pageOf(crossing)}`,
  };
}
