import {
  type AlertOverlap,
  type DigestOutcome,
  type NotificationCategory,
  type NotificationChannel,
  notificationCategories,
} from "@/db/enums";
import type { MailCategory } from "@/emails";
import type { Actor } from "../actor";
import { canInitiateSpend } from "../approvals/rules";

/** How often waiting messages are mailed (product.md §6). */
export const messageFrequencies = ["at_once", "15m", "hourly", "daily", "off"] as const;
export type MessageFrequency = (typeof messageFrequencies)[number];

/**
 * One place in the table of categories × channels. `locked` is on and says why; `absent`: this category has nothing to
 * say on this channel; `frequency` is a choice of how often.
 */
export type Cell =
  | { kind: "switch" }
  | { kind: "locked"; because: string }
  | { kind: "absent" }
  | { kind: "frequency"; usual: MessageFrequency };

export type NotificationRule = {
  title: string;
  /** what belongs to it, in words */
  examples: string;
  cells: Record<NotificationChannel, Cell>;
};

const free: Cell = { kind: "switch" };
const locked = (because: string): Cell => ({ kind: "locked", because });

/** Categories × channels with their locks. Rule: product.md §6 and part two §16; a locked part is a row of its own. */
export const notificationRules: Record<NotificationCategory, NotificationRule> = {
  approvals: {
    title: "Approvals",
    examples: "Requests that wait for your decision, and the outcome of yours",
    cells: { in_product: free, mail: locked("E-mail is always sent, so that no request and no decision goes unseen.") },
  },
  approval_reminders: {
    title: "Approval reminders",
    examples: "Requests still waiting, ending soon or expired, approvals that are available again",
    cells: { in_product: free, mail: free },
  },
  offers: {
    title: "Jobs and offers",
    examples: "Offers answered, ending soon or expired, job posts that end soon",
    cells: { in_product: free, mail: free },
  },
  contracts: {
    title: "Contracts and Work Diary",
    examples: "Contracts started or restarted, end dates coming up, the weekly review",
    cells: { in_product: free, mail: free },
  },
  contract_stops: {
    title: "Contracts paused or ended",
    examples: "The moment from which no time is taken",
    cells: {
      in_product: locked("Always on: work stops at once."),
      mail: locked("Always on: work stops at once."),
    },
  },
  orders: {
    title: "Purchase orders",
    examples: "Thresholds reached, questions to finance, purchase orders that hiring managers add",
    cells: { in_product: free, mail: free },
  },
  spend_alerts: {
    title: "Spend alerts",
    examples: "Once a week, only when there is something to report",
    cells: { in_product: { kind: "absent" }, mail: free },
  },
  messages: {
    title: "Messages",
    examples: "Messages that came while you were away",
    cells: { in_product: free, mail: { kind: "frequency", usual: "15m" } },
  },
  billing: {
    title: "Billing",
    examples: "Invoices, receipts and credits",
    cells: { in_product: free, mail: free },
  },
  account_standing: {
    title: "Suspension and collections",
    examples: "Payments overdue, the company suspended or reinstated",
    cells: {
      in_product: locked("Always on: work and payments depend on it."),
      mail: locked("Always on: work and payments depend on it."),
    },
  },
  security: {
    title: "Account and security",
    examples: "Sign-in, invitations, roles, mail that no longer arrives",
    cells: {
      in_product: locked("Always on, for your own safety."),
      mail: locked("Always on, for your own safety."),
    },
  },
};

/**
 * The categories of a freelancer's mail. There is no notification list on that side, so only mail can be chosen; what is
 * locked on for members is locked on here, for the same reason.
 */
export const talentCategories = ["offers", "contracts", "contract_stops", "security"] as const;
const talentExamples: Record<(typeof talentCategories)[number], string> = {
  offers: "Offers that end soon or have expired. An offer itself, and every change to it, always comes.",
  contracts:
    "Starts and restarts, end dates coming up, proposed milestones, earnings available. Funding, review and disputes always come.",
  contract_stops: notificationRules.contract_stops.examples,
  security: "Sign-in",
};
export const talentNotificationRules: Partial<Record<NotificationCategory, NotificationRule>> = Object.fromEntries(
  talentCategories.map((category) => {
    const { title, cells } = notificationRules[category];
    return [
      category,
      { title, examples: talentExamples[category], cells: { ...cells, in_product: { kind: "absent" } } },
    ];
  }),
);

/** Which page of settings: that of a seat in a company, or that of a freelancer, one for all companies. */
export type SettingsSide = "member" | "talent";

/** The rule of a category on one side; null where that side has no such mail. */
export const ruleOf = (side: SettingsSide, category: NotificationCategory): NotificationRule | null =>
  (side === "talent" ? talentNotificationRules[category] : notificationRules[category]) ?? null;

/** What may stand in a cell: an empty list where nothing can be chosen. */
export function valuesOf(cell: Cell): readonly string[] {
  if (cell.kind === "switch") return ["on", "off"];
  return cell.kind === "frequency" ? messageFrequencies : [];
}

/** The rows this person is shown: spend alerts only to those who can spend (source: spend alerts). */
export function categoriesFor(actor: Actor): NotificationCategory[] {
  return notificationCategories.filter((category) => category !== "spend_alerts" || getsSpendAlerts(actor));
}

/** Hiring managers, admins and program owners get spend alerts; nobody else does (source). */
export const getsSpendAlerts = (actor: Actor): boolean => canInitiateSpend(actor);

/** The digest leaves between 05:00 and 21:00 local time (product.md §5), as minutes of the day. */
export const firstMinute = 5 * 60;
export const lastMinute = 21 * 60;

/** "08:30" → 510. */
export function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** 510 → "08:30". */
export const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** When the digest of a company, or of one person, goes out: ISO weekday, minute of the local day, IANA zone. */
export type DigestTime = { weekday: number; minuteOfDay: number; zone: string };

/** Company settings of the weekly spend alerts; `zone` null is the company's own. Defaults: product.md §5. */
export type AlertSettings = {
  version: number;
  enabled: boolean;
  weekday: number;
  minuteOfDay: number;
  zone: string | null;
  overlap: AlertOverlap;
  personalSchedule: boolean;
};

export const usualAlertSettings: AlertSettings = {
  version: 0,
  enabled: true,
  weekday: 1,
  minuteOfDay: 480,
  zone: null,
  overlap: "most_severe",
  personalSchedule: true,
};

/** A member's own schedule; null parts follow the company. */
export type PersonalSchedule = { weekday: number | null; minuteOfDay: number | null; zone: string | null };

/** Which time counts for one member: the own choice where the company offers it, else the company's. */
export function digestTimeOf(company: AlertSettings, accountZone: string, own: PersonalSchedule | null): DigestTime {
  const followed = company.personalSchedule ? own : null;
  return {
    weekday: followed?.weekday ?? company.weekday,
    minuteOfDay: followed?.minuteOfDay ?? company.minuteOfDay,
    zone: followed?.zone ?? company.zone ?? accountZone,
  };
}

/** Is this mail sent whatever the person has switched off? */
export function isLockedMail({ name, locked: always }: Pick<MailCategory, "name" | "locked">): boolean {
  return always || notificationRules[name].cells.mail.kind === "locked";
}

/**
 * Kinds that go to an address and not to a member's seat: sign-in, and what freelancers are told. Switches of a seat and
 * its loss do not touch them; a freelancer has switches of their own.
 */
const beyondSeats: ReadonlySet<string> = new Set([
  "sign-in-link",
  "offer-sent",
  "offer-invited",
  "offer-modified",
  "offer-withdrawn",
  "contract-terms-changed",
  "earnings-available",
]);

/** Does this mail go to a member's seat? Mails with two readers say in `to` which of them they are for. */
export function isForSeat(kind: string, props: { to?: unknown }): boolean {
  return !beyondSeats.has(kind) && props.to !== "talent";
}

/** What is known, at the moment of hand-over, of the person behind an address. */
export type Standing = {
  /** the address bounced or complained */
  suppressed: boolean;
  /** the seat in the company that sends; null without one */
  seat: "active" | "removed" | null;
  /** holds a role that gets spend alerts */
  spends: boolean;
  /** categories whose mail this person switched off in that seat */
  off: readonly string[];
  /** categories whose mail this person switched off as a freelancer */
  offAsTalent: readonly string[];
};

/**
 * Why a mail must not leave now, or null when it may: asked again right before every attempt, so that a switch, a
 * departure or a bounce counts for mails that were planned before it (I32, product.md §6).
 */
export function holdBack(mail: { category: MailCategory; forSeat: boolean }, who: Standing): HoldBack | null {
  if (who.suppressed) return "suppressed";
  const unwanted = (off: readonly string[]) => !isLockedMail(mail.category) && off.includes(mail.category.name);
  if (!mail.forSeat) return unwanted(who.offAsTalent) ? "setting_off" : null;
  // Who is removed is told so, and nothing else.
  if (who.seat === "removed" && mail.category.name !== "security") return "not_eligible";
  if (mail.category.name === "spend_alerts" && !who.spends) return "not_eligible";
  return unwanted(who.off) ? "setting_off" : null;
}

/** Why a mail that was queued does not leave; a digest may also turn out to have nothing to say, or to be too late. */
export type HoldBack = Exclude<DigestOutcome, "sent">;
