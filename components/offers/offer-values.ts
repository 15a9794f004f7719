import { noOrderChosen, type OrderFieldValues, orderValuesFrom } from "@/components/orders/order-values";
import type { ContractType, OfferKind } from "@/db/enums";
import { estimatedTotal } from "@/lib/approvals/rules";
import { parseAmount } from "@/lib/money";
import type { ComparedTerms } from "@/lib/offers/rules";

export type MilestoneValues = { title: string; amount: string; due: string };

/** `owner`: a member's id, `talentOwns`, or empty while nobody is chosen. */
export type TaskValues = { title: string; owner: string };

/** The offer form as text, exactly as typed. The names are those of the fields; a check-box is "on" or empty. */
export type OfferValues = OrderFieldValues & {
  kind: string;
  talentName: string;
  talentEmail: string;
  requestId: string;
  postId: string;
  teamId: string;
  contactId: string;
  title: string;
  description: string;
  contractType: string;
  rate: string;
  weeklyHours: string;
  manualTime: string;
  workDiary: string;
  startDate: string;
  endDate: string;
  message: string;
  employer: string;
  countryOfWork: string;
  milestones: MilestoneValues[];
  tasks: TaskValues[];
};

/** A new form: a direct, hourly offer with both check-boxes on (product.md §8). */
export const emptyOffer: OfferValues = {
  kind: "direct",
  talentName: "",
  talentEmail: "",
  requestId: "",
  postId: "",
  teamId: "",
  contactId: "",
  title: "",
  description: "",
  contractType: "hourly",
  rate: "",
  weeklyHours: "",
  manualTime: "on",
  workDiary: "on",
  startDate: "",
  endDate: "",
  message: "",
  employer: "",
  countryOfWork: "",
  milestones: [],
  tasks: [],
  ...noOrderChosen,
};

/** Option of the approval field that stands for asking for a new approval. */
export const requestApprovalChoice = "request-approval";

type Fields = Record<string, string | string[] | undefined>;

/** Reads fields back into the form: of a refused attempt, of a kept draft (lists as JSON text), or of the open page. */
export function valuesFromFields(fields: Fields): OfferValues {
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  const titles = listOf(fields["milestoneTitle[]"]);
  const amounts = listOf(fields["milestoneAmount[]"]);
  const dues = listOf(fields["milestoneDue[]"]);
  const owners = listOf(fields["taskOwner[]"]);
  return {
    ...orderValuesFrom(fields),
    kind: text("kind"),
    talentName: text("talentName"),
    talentEmail: text("talentEmail"),
    requestId: text("requestId"),
    postId: text("postId"),
    teamId: text("teamId"),
    contactId: text("contactId"),
    title: text("title"),
    description: text("description"),
    contractType: text("contractType"),
    rate: text("rate"),
    weeklyHours: text("weeklyHours"),
    manualTime: text("manualTime"),
    workDiary: text("workDiary"),
    startDate: text("startDate"),
    endDate: text("endDate"),
    message: text("message"),
    employer: text("employer"),
    countryOfWork: text("countryOfWork"),
    milestones: titles
      .map((title, index) => ({ title, amount: amounts[index] ?? "", due: dues[index] ?? "" }))
      .filter((row) => row.title || row.amount || row.due),
    tasks: listOf(fields["taskTitle[]"])
      .map((title, index) => ({ title, owner: owners[index] ?? "" }))
      .filter((row) => row.title || row.owner),
  };
}

/** The form as it stands in the page right now. */
export function valuesFromForm(form: HTMLFormElement): OfferValues {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    if (!name.endsWith("[]")) fields[name] = value;
    else fields[name] = [...listOf(fields[name]), value];
  }
  return valuesFromFields(fields);
}

function listOf(value: string | string[] | undefined): string[] {
  if (Array.isArray(value)) return value;
  if (!value?.startsWith("[")) return value === undefined ? [] : [value];
  try {
    const read: unknown = JSON.parse(value);
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}

/** Sum of the milestones that can be read so far, in minor units. */
export function milestoneSum(milestones: readonly MilestoneValues[], currency: string): bigint {
  let sum = 0n;
  for (const { amount } of milestones) {
    const read = parseAmount(amount, currency);
    if ("minor" in read) sum += read.minor;
  }
  return sum;
}

type NumberedOrder = { id: string; number: string };

/**
 * What is typed, in the shape the rules compare; null until there is a price to compare. Without `orders` (they are off)
 * the purchase order is not compared.
 */
export function comparedValues(
  values: OfferValues,
  currency: string,
  orders: readonly NumberedOrder[] | null = null,
): ComparedTerms | null {
  const contractType: ContractType = values.contractType === "fixed_price" ? "fixed_price" : "hourly";
  const rate = parseAmount(values.rate, currency);
  const rateMinor = contractType === "hourly" && "minor" in rate ? rate.minor : null;
  const sum = milestoneSum(values.milestones, currency);
  const budgetMinor = contractType === "fixed_price" && sum > 0n ? sum : null;
  if (rateMinor === null && budgetMinor === null) return null;
  const hours = Number(values.weeklyHours.trim());
  const weeklyHours = contractType === "hourly" && Number.isInteger(hours) && hours >= 1 && hours <= 168 ? hours : null;
  const startDate = dayOrNull(values.startDate);
  const endDate = dayOrNull(values.endDate);
  const terms = { contractType, rateMinor, weeklyHours, budgetMinor, startDate, endDate };
  return {
    ...terms,
    offerKind: kindOf(values.kind),
    currency,
    talent: values.talentEmail.trim().toLowerCase() || null,
    title: values.title.replace(/\s+/gu, " ").trim(),
    estimatedTotalMinor: estimatedTotal(terms).minor,
    ...(orders && { order: typedOrder(values, orders) }),
  };
}

/** How the form answers the question for a purchase order, as the rules name it. */
function typedOrder(values: OrderFieldValues, orders: readonly NumberedOrder[]): string | null {
  switch (values.orderChoice) {
    case "":
      return null;
    case "placeholder":
      return "No PO yet";
    case "new":
      return values.newOrderNumber.trim() || "A new one";
    case "number":
      return values.orderNumber.trim() || null;
    default:
      return orders.find((order) => order.id === values.orderChoice)?.number ?? null;
  }
}

const kindOf = (kind: string): OfferKind => (kind === "byo" || kind === "payroll" ? kind : "direct");

/** Date fields hand over a whole day or nothing; a half-typed year is no day yet. */
const dayOrNull = (day: string) => (/^[12]\d{3}-\d{2}-\d{2}$/.test(day) ? day : null);
