import type { OrderPermission, OrderStage, TransferKind } from "@/db/enums";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { OrderStatus } from "@/lib/orders/rules";

export const statusWords: Record<OrderStatus, string> = {
  active: "Active",
  expired: "Expired",
  out_of_funds: "Out of funds",
  one_dollar: "One-dollar",
  archived: "Archived",
};

export const permissionWords: Record<OrderPermission, string> = {
  everybody: "Everybody who may hire",
  teams: "Hiring managers of some teams",
  people: "Some people",
};

export const stageWords: Record<OrderStage, string> = {
  funds: "Funds",
  free: "Free",
  reserved: "Reserved",
  committed: "Committed",
  accrued: "Accrued",
  invoiced: "Invoiced",
  paid: "Paid",
};

const kindWords: Partial<Record<TransferKind, string>> = {
  order_funded: "Funds added",
  order_corrected: "Funds corrected",
  reserved: "Reserved",
  reservation_freed: "Reservation freed",
  committed: "Committed",
  commitment_freed: "Commitment freed",
  accrued: "Accrued",
  accrual_freed: "Accrual freed",
  invoiced: "Charged",
  credited: "Credited",
  paid: "Paid",
  refunded: "Refunded",
  reallocated: "Moved between purchase orders",
  reversal: "Charge taken back",
};

/** What a posting was, in the words of finance. */
export const postingText = (kind: TransferKind) => kindWords[kind] ?? kind.replaceAll("_", " ");

/** "Free → Committed"; funds come from outside. */
export const movesText = (from: string, to: string) =>
  `${stageWords[from as OrderStage] ?? from} → ${stageWords[to as OrderStage] ?? to}`;

type Facts = { action: string; data: Record<string, string> };

/** What happened to a purchase order, as it follows a name: "Dana Whitfield archived it". */
export function orderDeed({ action, data }: Facts): string {
  const money = (text: string | undefined) =>
    formatMoney({ minor: BigInt(text ?? "0"), currency: data.currency ?? "USD" });
  switch (action) {
    case "order.created":
      return `created it with ${money(data.funds)}${data.inline ? ", in passing" : ""}`;
    case "order.updated":
      return "edited it";
    case "order.funded":
      return `added ${money(data.amount)}`;
    case "order.corrected":
      return data.amount?.startsWith("-")
        ? `corrected its funds down by ${money(data.amount.slice(1))}`
        : `corrected its funds up by ${money(data.amount)}`;
    case "order.archived":
      return "archived it";
    case "order.unarchived":
      return "unarchived it";
    case "order.extended":
      return `extended it through ${formatDay(data.to ?? "")}${data.from ? `, from ${formatDay(data.from)}` : ""}`;
    case "order.finance-asked":
      return `asked finance to look at it${data.wrong ? `: ${data.wrong}` : ""}`;
    case "order.threshold-reached":
      return `told those who watch it: ${data.percent} % of its funds are spent`;
    default:
      return action.replace(/^order\./, "").replaceAll(/[-._]/g, " ");
  }
}

/** What was said with it, or which fields changed from what to what; empty when there is nothing to add. */
export function orderDetails({ data }: Facts): string[] {
  const said = data.reason ?? data.note;
  return [
    ...(said ? [`“${said}”`] : []),
    ...Object.entries(fieldWords).flatMap(([field, label]) => {
      const [from, to] = [data[`${field}.from`], data[`${field}.to`]];
      if (from === undefined || to === undefined) return [];
      return field === "grants" ? [`${label} changed`] : [`${label}: ${shown(field, from)} → ${shown(field, to)}`];
    }),
  ];
}

const fieldWords = {
  number: "Number",
  description: "Description",
  validThrough: "Valid through",
  thresholds: "Thresholds",
  permission: "May use it",
  grants: "Teams or people",
};

function shown(field: string, value: string): string {
  if (value === "") return field === "validThrough" ? "no last day" : "none";
  if (field === "validThrough") return formatDay(value);
  if (field === "thresholds") return `${value.split(" ").join(", ")} %`;
  return field === "permission" ? permissionWords[value as OrderPermission] : value;
}
