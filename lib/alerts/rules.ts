import type { AlertOverlap, ContractState, ContractType, OrderChoice, PostState, Role } from "@/db/enums";
import { addLocalDays, daysBetween, formatDay, type LocalDate } from "../dates";
import { currencyDigits, formatMoney } from "../money";
import { managesOrders } from "../orders/rules";

/** The six alerts in the order of their sections (product.md §5). */
export const alertKinds = ["expired", "out_of_funds", "placeholder", "past_end", "threshold", "expiring"] as const;
export type AlertKind = (typeof alertKinds)[number];
/** Those that a purchase order raises by itself, in order of severity. */
export type OrderAlertKind = Exclude<AlertKind, "placeholder" | "past_end">;

/** A purchase order that expires this many days from today, or sooner, is "expiring in 2 weeks". */
export const expiringDays = 14;
/** An acknowledgement lasts four weeks at most. */
export const acknowledgeDays = 28;

/** What the company's rules depend on. `today` is the day in the company's zone. */
export type AlertAccount = { today: LocalDate; oneDollarExempt: boolean; postsNeedOrder: boolean };

/** A purchase order as of now, in minor units of its currency. `spentMinor`: invoiced and paid. `thresholds`: the ticked ones. */
export type OrderFacts = {
  id: string;
  number: string;
  currency: string;
  validThrough: LocalDate | null;
  fundsMinor: bigint;
  spentMinor: bigint;
  thresholds: readonly number[];
};

export type ContractFacts = {
  kind: "contract";
  id: string;
  number: number;
  title: string;
  talentName: string;
  /** the contact person */
  ownerId: string;
  state: ContractState;
  contractType: ContractType;
  endDate: LocalDate | null;
};

export type PostFacts = {
  kind: "post";
  id: string;
  title: string;
  ownerId: string;
  state: PostState;
  orderChoice: OrderChoice;
};

/** One thing that needs attention. `key` knows it again next week; `cause` changes when it is no longer the same trouble. */
export type AlertLine = {
  kind: AlertKind;
  key: string;
  cause: string;
  subject: ContractFacts | PostFacts;
  order: OrderFacts | null;
  /** the highest threshold reached, in percent; only of a `threshold` line */
  threshold: number | null;
};

/** An alert that was looked at and does not fire, and why. `kind` null: the reason goes for the contract as a whole. */
export type LeftOut = {
  kind: AlertKind | null;
  subject: ContractFacts | PostFacts;
  order: OrderFacts | null;
  reason: string;
};

export type Verdict = { fires: true; line: AlertLine } | ({ fires: false } & LeftOut);

/** Left = funds − spent: what "current funds" means in alert 2. */
export const leftMinor = (order: Pick<OrderFacts, "fundsMinor" | "spentMinor">) => order.fundsMinor - order.spentMinor;

/** A purchase order whose total funds are exactly one major unit is a placeholder (product.md §1, §4). */
export const isOneDollar = (order: Pick<OrderFacts, "fundsMinor" | "currency">) =>
  order.fundsMinor === 10n ** BigInt(currencyDigits(order.currency));

/** The highest ticked threshold with spent × 100 ≥ threshold × funds, exact; null when none is reached. */
export function reachedThreshold({ thresholds, fundsMinor, spentMinor }: OrderFacts): number | null {
  if (fundsMinor <= 0n) return null;
  const reached = thresholds.filter((percent) => spentMinor * 100n >= BigInt(percent) * fundsMinor);
  return reached.length > 0 ? Math.max(...reached) : null;
}

/** One of the four alerts about a purchase order: fired, or not and why. */
export type OrderVerdict = { kind: OrderAlertKind; fires: boolean; reason: string; threshold: number | null };

/**
 * The four alerts that a purchase order can raise, the most severe first, each fired or left out.
 * Rule: product.md §5, alerts 1, 2, 5, 6; archived purchase orders count like others.
 */
export function judgeOrder(
  order: OrderFacts,
  account: Pick<AlertAccount, "today" | "oneDollarExempt">,
): OrderVerdict[] {
  const { validThrough, currency } = order;
  const left = leftMinor(order);
  const exempt = account.oneDollarExempt && isOneDollar(order);
  const reached = reachedThreshold(order);
  const horizon = addLocalDays(account.today, expiringDays);
  const isExpired = validThrough !== null && validThrough < account.today;
  const validity = validThrough === null ? "PO never expires" : `PO valid through ${formatDay(validThrough)}`;
  const placeholder = `PO has ${oneUnitText(currency)}`;
  return [
    { kind: "expired", fires: isExpired, reason: validity, threshold: null },
    {
      kind: "out_of_funds",
      fires: left <= 0n && !exempt,
      reason:
        exempt || left === 10n ** BigInt(currencyDigits(currency))
          ? placeholder
          : `${formatMoney({ minor: left, currency })} left`,
      threshold: null,
    },
    {
      kind: "threshold",
      fires: reached !== null && !exempt,
      reason: exempt ? placeholder : order.thresholds.length === 0 ? "no threshold ticked" : notReached(order),
      threshold: reached,
    },
    {
      kind: "expiring",
      fires: validThrough !== null && !isExpired && validThrough <= horizon,
      reason: isExpired ? "PO expired already" : validity,
      threshold: null,
    },
  ];
}

/** The same for a contract that has not ended and is linked to the purchase order. */
export const judgeLinkedOrder = (contract: ContractFacts, order: OrderFacts, account: AlertAccount): Verdict[] =>
  judgeOrder(order, account).map(({ kind, fires, reason, threshold }) =>
    verdict(kind, contract, order, fires, reason, threshold),
  );

/** Alert 4: an active fixed-price contract that was not closed by its end date. Paused by the platform counts as active. */
export function judgePastEnd(contract: ContractFacts, order: OrderFacts | null, account: AlertAccount): Verdict {
  const { contractType, state, endDate } = contract;
  const running = state === "active" || state === "paused";
  const fires = contractType === "fixed_price" && running && endDate !== null && endDate < account.today;
  const reason =
    contractType === "hourly"
      ? "hourly contract"
      : !running
        ? `contract ${state}`
        : endDate === null
          ? "no end date"
          : `ends on ${formatDay(endDate)}`;
  return verdict("past_end", contract, order, fires, reason);
}

/** Alert 3: an open post with "I don't have one yet" in a company that requires purchase orders on all posts. */
export function judgePost(post: PostFacts, account: AlertAccount): Verdict {
  const fires = account.postsNeedOrder && post.state === "open" && post.orderChoice === "placeholder";
  const reason =
    post.state !== "open"
      ? post.state === "draft"
        ? "post is a draft"
        : `post ${post.state}`
      : post.orderChoice === "order"
        ? "PO chosen"
        : post.orderChoice === "none"
          ? "PO was not asked for"
          : "requirement off";
  return verdict("placeholder", post, null, fires, reason);
}

function verdict(
  kind: AlertKind,
  subject: ContractFacts | PostFacts,
  order: OrderFacts | null,
  fires: boolean,
  reason: string,
  threshold: number | null = null,
): Verdict {
  if (!fires) return { fires, kind, subject, order, reason };
  const at = kind === "threshold" ? threshold : null;
  return {
    fires,
    line: {
      kind,
      key: lineKey(kind, subject, order, at),
      cause: causeOf(kind, subject, order),
      subject,
      order,
      threshold: at,
    },
  };
}

/** Alert, contract or post, and the purchase order; of a threshold also which one, so that 75 → 90 is new. */
function lineKey(
  kind: AlertKind,
  subject: ContractFacts | PostFacts,
  order: OrderFacts | null,
  threshold: number | null,
): string {
  switch (kind) {
    case "placeholder":
    case "past_end":
      return `${kind}/${subject.id}`;
    case "threshold":
      return `${kind}/${subject.id}/${order?.id}/${threshold}`;
    default:
      return `${kind}/${subject.id}/${order?.id}`;
  }
}

/** What must stay the same for an acknowledgement to hold: the date that passed, or the funds that ran out. */
function causeOf(kind: AlertKind, subject: ContractFacts | PostFacts, order: OrderFacts | null): string {
  switch (kind) {
    case "expired":
    case "expiring":
      return `valid through ${order?.validThrough}`;
    case "out_of_funds":
    case "threshold":
      return `funds ${order?.fundsMinor}`;
    case "past_end":
      return `end ${subject.kind === "contract" ? subject.endDate : ""}`;
    case "placeholder":
      return "placeholder";
  }
}

const notReached = (order: OrderFacts) => `${spentPercent(order)} % spent, first threshold ${order.thresholds[0]} %`;

/** Whole percent of the funds that are spent, rounded down; 0 without funds. */
export const spentPercent = ({ fundsMinor, spentMinor }: OrderFacts) =>
  fundsMinor > 0n ? Number((spentMinor * 100n) / fundsMinor) : 0;

const oneUnitText = (currency: string) =>
  formatMoney({ minor: 10n ** BigInt(currencyDigits(currency)), currency }).replace(/\.0+$/, "");

/** A line as one reader meets it in one week. */
export type ReaderLine = AlertLine & {
  /** Weeks since it was first seen at a weekly evaluation; null: it is new. */
  weeksOpen: number | null;
  /** The other alerts of the same contract that this one stands for. */
  also: readonly AlertLine[];
};

/**
 * The lines as they are shown: a contract in several of alerts 1, 2, 5, 6 once, in the most severe, unless the company
 * wants all; alerts 3 and 4 stand beside them (product.md §5, ranking).
 */
export function withOverlap<L extends AlertLine>(lines: readonly L[], overlap: AlertOverlap): (L & { also: L[] })[] {
  const shown: (L & { also: L[] })[] = [];
  const byContract = new Map<string, L & { also: L[] }>();
  for (const line of lines.toSorted((a, b) => rank(a.kind) - rank(b.kind))) {
    const leader = overlap === "most_severe" && isOrderAlert(line.kind) ? byContract.get(line.subject.id) : undefined;
    if (leader) {
      leader.also.push(line);
      continue;
    }
    const own = { ...line, also: [] };
    shown.push(own);
    if (isOrderAlert(line.kind)) byContract.set(line.subject.id, own);
  }
  return shown;
}

const rank = (kind: AlertKind) => alertKinds.indexOf(kind);

const isOrderAlert = (kind: AlertKind): kind is OrderAlertKind => kind !== "placeholder" && kind !== "past_end";

/** Within a section: new first, then longest open, then title; the key last, so that pages and mails never shuffle. */
export function compareLines(a: ReaderLine, b: ReaderLine): number {
  const weeks = (line: ReaderLine) => line.weeksOpen ?? Number.POSITIVE_INFINITY;
  return (
    rank(a.kind) - rank(b.kind) ||
    (weeks(a) === weeks(b) ? 0 : weeks(b) - weeks(a)) ||
    compareText(a.subject.title, b.subject.title) ||
    compareText(a.key, b.key)
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export type Acknowledgement = {
  lineKey: string;
  cause: string;
  userId: string;
  userName: string;
  untilDate: LocalDate;
};

/** Does this acknowledgement still hold for this line? It ends with its date, or when the cause changes. */
export const holds = (ack: Acknowledgement, line: AlertLine, today: LocalDate) =>
  ack.lineKey === line.key && ack.cause === line.cause && ack.untilDate >= today;

/** Is this a date until which a line may be acknowledged: tomorrow to four weeks ahead? */
export const canAcknowledgeUntil = (date: LocalDate, today: LocalDate) =>
  date > today && daysBetween(today, date) <= acknowledgeDays;

/** A line of the previous weekly evaluation that is open no more. */
export type ResolvedLine = { key: string; kind: AlertKind; title: string; orderNumber: string | null; ownerId: string };

/**
 * Has the trouble of an earlier line only grown into another line of the same contract and purchase order: expiring into
 * expired, one threshold into the next? Such a line is not told as resolved.
 */
export function isSuperseded(earlierKey: string, openKeys: ReadonlySet<string>): boolean {
  const [kind, subject, order] = earlierKey.split("/");
  if (kind === "expiring") return openKeys.has(`expired/${subject}/${order}`);
  if (kind !== "threshold") return false;
  for (const key of openKeys) if (key.startsWith(`threshold/${subject}/${order}/`)) return true;
  return false;
}

/** Section titles, the same in mail, page and command (product.md §5). */
export const alertWords: Record<AlertKind, string> = {
  expired: "Contracts with expired PO",
  out_of_funds: "Contracts with PO out of funds",
  placeholder: "Job posts with placeholder PO",
  past_end: "Contracts past their end date",
  threshold: "Contracts with PO reaching a threshold",
  expiring: "Contracts with PO expiring in 2 weeks",
};

/** For "also: …", after the section that shows the line. */
export const alsoWords: Record<AlertKind, string> = {
  expired: "PO expired",
  out_of_funds: "PO out of funds",
  placeholder: "placeholder PO",
  past_end: "past its end date",
  threshold: "PO at a threshold",
  expiring: "PO expiring",
};

/** The rule behind each alert, as it is shown under "Why". */
export const ruleWords: Record<AlertKind, string> = {
  expired: "The contract has not ended and its PO was valid through a day before today.",
  out_of_funds: "The contract has not ended and its PO has $0.00 left or less; a one-dollar PO is exempt.",
  placeholder: "The post is open, has no PO by “I don't have one yet”, and the company requires POs on all job posts.",
  past_end: "The contract is fixed-price, active, and its end date lies before today.",
  threshold: "The contract has not ended and the spent share of its PO's funds reached a ticked threshold.",
  expiring: "The contract has not ended and its PO is valid through a day from today to 14 days ahead.",
};

/** A link that mends something: its words, and where it leads on our own pages. */
export type Mend = { words: string; href: string };

/**
 * What mends a line for this reader, and where. Who may not change purchase orders asks finance to, on the page of the
 * purchase order (product.md §5); posts and contracts are mended by whoever is told of them.
 */
export function mendOf({ kind, subject, order }: AlertLine, reader: { roles: readonly Role[] }): Mend {
  if (kind === "placeholder") return { words: "Choose PO", href: `/ab/jobs/posts/${subject.id}/edit#order` };
  if (kind === "past_end")
    return {
      words: "Extend or end",
      href: `/ab/jobs/contracts/${subject.kind === "contract" ? subject.number : ""}#end-date`,
    };
  return orderMend(kind, order?.id ?? "", reader);
}

/** The same of a purchase order without the contract. */
export const orderMend = (kind: OrderAlertKind, orderId: string, reader: { roles: readonly Role[] }): Mend =>
  managesOrders(reader)
    ? financeMend(kind, orderId)
    : { words: "Ask finance", href: `/ab/reports/purchase-orders/${orderId}#ask-finance` };

/** The deed of finance that mends a purchase order, and where it is done. */
export function financeMend(kind: OrderAlertKind, orderId: string): Mend {
  const page = `/ab/reports/purchase-orders/${orderId}`;
  return kind === "expired" || kind === "expiring"
    ? { words: "Extend PO", href: `${page}#extend` }
    : { words: "Add funds", href: `${page}#funds` };
}

/** The figure that decides: a date, what is left, or the share spent. */
export function figureText({ kind, subject, order, threshold }: AlertLine, today: LocalDate): string {
  if (kind === "placeholder") return "“I don't have one yet”";
  if (kind === "past_end") return `Past its end date, ${dayText(subject.kind === "contract" ? subject.endDate : null)}`;
  return order ? orderFigureText({ kind, threshold }, order, today) : "";
}

/** The same of a purchase order without the contract: "Expired on 30 Apr 2026", "$0.00 left". */
export function orderFigureText(
  { kind, threshold }: Pick<OrderVerdict, "kind" | "threshold">,
  order: OrderFacts,
  today: LocalDate,
): string {
  const { validThrough, currency } = order;
  switch (kind) {
    case "expired":
      return `Expired on ${dayText(validThrough)}`;
    case "expiring": {
      const days = validThrough ? daysBetween(today, validThrough) : 0;
      return `Expires on ${dayText(validThrough)}${days === 0 ? ", today" : days === 1 ? ", tomorrow" : `, in ${days} days`}`;
    }
    case "out_of_funds":
      return `${formatMoney({ minor: leftMinor(order), currency })} left`;
    case "threshold":
      return `${spentPercent(order)} % of funds spent, threshold ${threshold} %`;
  }
}

/** What the rule looked at: label and value, ready to be shown. */
export function inputsOf(line: AlertLine, today: LocalDate): [label: string, value: string][] {
  const { subject, order } = line;
  const inputs: [string, string][] = [["Today", formatDay(today)]];
  if (subject.kind === "contract") {
    inputs.push(["Contract", `${subject.number}, ${subject.state}`]);
    if (line.kind === "past_end") inputs.push(["Type", "fixed-price"], ["End date", dayText(subject.endDate)]);
  } else inputs.push(["Post", subject.state], ["PO", "I don't have one yet"], ["POs on job posts", "required"]);
  if (order) {
    inputs.push(["PO", order.number]);
    if (line.kind === "expired" || line.kind === "expiring")
      inputs.push(["Valid through", order.validThrough ? dayText(order.validThrough) : "never expires"]);
    if (line.kind === "out_of_funds" || line.kind === "threshold") {
      const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
      inputs.push(
        ["Funds", money(order.fundsMinor)],
        ["Spent", money(order.spentMinor)],
        ["Left", money(leftMinor(order))],
      );
    }
    if (line.kind === "threshold") inputs.push(["Thresholds", order.thresholds.map((each) => `${each} %`).join(", ")]);
  }
  return inputs;
}

const dayText = (day: LocalDate | null | undefined) => (day ? formatDay(day) : "");

/** "New", "Open for 1 week", "Open for 3 weeks". */
export const sinceText = (weeksOpen: number | null) =>
  weeksOpen === null ? "New" : `Open for ${weeksOpen} ${weeksOpen === 1 ? "week" : "weeks"}`;
