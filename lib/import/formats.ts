import { type ContractType, contractTypes, type Role, roles } from "@/db/enums";
import { estimatedTotal } from "../approvals/rules";
import { clean, tooMuchText } from "../approvals/schema";
import { isLocalDate, isTimeZone, type LocalDate } from "../dates";
import { emailOrNull } from "../email-address";
import { amountProblemText, maxMinor, parseAmount } from "../money";
import { mostOwnThresholds, ownThresholdOrNull, standardThresholds } from "../orders/rules";
import { wholeNumberOrNull } from "../whole-number";
import type { Line, Problem } from "./read-csv";

/** What an import may hold, in the order in which it is written: what is named comes before who names it. */
export const importNouns = ["members", "purchase-orders", "job-posts", "contracts"] as const;
export type ImportNoun = (typeof importNouns)[number];

export type MemberLine = { email: string; name: string; roles: Role[]; team: string | null; timeZone: string | null };
export type OrderLine = {
  number: string;
  description: string;
  amountMinor: bigint;
  validThrough: LocalDate | null;
  thresholds: number[];
  teams: string[];
};
export type PostLine = {
  ref: string;
  title: string;
  description: string;
  team: string | null;
  ownerEmail: string;
  contractType: ContractType;
  rateFromMinor: bigint | null;
  rateToMinor: bigint | null;
  budgetMinor: bigint | null;
  /** null: "I don't have one yet" */
  orderNumber: string | null;
};
export type ContractLine = {
  ref: string;
  title: string;
  description: string;
  team: string | null;
  contactEmail: string | null;
  talentName: string;
  talentEmail: string;
  contractType: ContractType;
  rateMinor: bigint | null;
  weeklyHours: number | null;
  budgetMinor: bigint | null;
  startDate: LocalDate;
  endDate: LocalDate | null;
  endedOn: LocalDate | null;
  orderNumber: string | null;
};

/** The values of one line of each file, as `docs/import/README.md` describes them. */
export type LineOf = {
  members: MemberLine;
  "purchase-orders": OrderLine;
  "job-posts": PostLine;
  contracts: ContractLine;
};

/** The file of a noun and the columns without which it is refused. Every other column may be left out. */
export const formats: Record<ImportNoun, { file: string; required: readonly string[]; optional: readonly string[] }> = {
  members: { file: "members.csv", required: ["email", "name", "roles"], optional: ["team", "time_zone"] },
  "purchase-orders": {
    file: "purchase-orders.csv",
    required: ["number", "amount"],
    optional: ["currency", "description", "valid_through", "thresholds", "teams"],
  },
  "job-posts": {
    file: "job-posts.csv",
    required: ["ref", "title", "owner_email", "type"],
    optional: ["description", "team", "currency", "rate_from", "rate_to", "budget", "po_number"],
  },
  contracts: {
    file: "contracts.csv",
    required: ["ref", "title", "talent_name", "talent_email", "type", "start_date"],
    optional: [
      "description",
      "team",
      "contact_email",
      "currency",
      "rate",
      "weekly_hours",
      "budget",
      "end_date",
      "ended_on",
      "po_number",
    ],
  },
};

/**
 * What names a line, so that a second import finds what the first one made. The number of a purchase order counts in any
 * case, and what its lower case is, the database alone says: JavaScript and Postgres disagree on İ and others.
 */
export const nameOf: { [N in ImportNoun]: (line: LineOf[N]) => string } = {
  members: (line) => line.email,
  "purchase-orders": (line) => line.number,
  "job-posts": (line) => line.ref,
  contracts: (line) => line.ref,
};

/** How the cells of a file are written, where it is not our own format. */
export type Dialect = { currency: string; today: LocalDate; dates: "YYYY-MM-DD" | "MM/DD/YYYY" | "DD/MM/YYYY" };

/** Reads one line; every cell that is wrong is a problem, so that a file is mended in one go. */
export function readLine<N extends ImportNoun>(
  noun: N,
  line: Line,
  dialect: Dialect,
): { value: LineOf[N] } | { problems: Problem[] } {
  const cells = new Cells(line, dialect);
  const value = readers[noun](cells);
  return cells.problems.length > 0 ? { problems: cells.problems } : { value };
}

const readers: { [N in ImportNoun]: (cells: Cells) => LineOf[N] } = {
  members: (cells) => ({
    email: cells.address("email"),
    name: cells.text("name", 120),
    roles: cells.roles("roles"),
    team: cells.optional("team", 80),
    timeZone: cells.zone("time_zone"),
  }),
  "purchase-orders": (cells) => {
    cells.currency();
    return {
      number: cells.text("number", 40),
      description: cells.prose("description", 500),
      amountMinor: cells.amount("amount") ?? cells.missing("amount", 0n),
      validThrough: cells.day("valid_through"),
      thresholds: cells.has("thresholds") ? cells.thresholds("thresholds") : [...standardThresholds],
      teams: cells.list("teams", (word) => word, "names of teams"),
    };
  },
  "job-posts": (cells) => {
    cells.currency();
    const contractType = cells.type();
    const hourly = contractType === "hourly";
    const rateFromMinor = hourly ? cells.amount("rate_from") : cells.none("rate_from", "hourly");
    const rateToMinor = hourly ? cells.amount("rate_to") : cells.none("rate_to", "hourly");
    if (rateFromMinor !== null && rateToMinor !== null && rateToMinor < rateFromMinor)
      cells.refuse("rate_to", "order", "The highest rate is below the lowest.");
    return {
      ref: cells.text("ref", 80),
      title: cells.text("title", 120),
      description: cells.prose("description", 5_000),
      team: cells.optional("team", 80),
      ownerEmail: cells.address("owner_email"),
      contractType,
      rateFromMinor,
      rateToMinor,
      budgetMinor: hourly ? cells.none("budget", "fixed_price") : cells.amount("budget"),
      orderNumber: cells.optional("po_number", 40),
    };
  },
  contracts: (cells) => {
    cells.currency();
    const contractType = cells.type();
    const hourly = contractType === "hourly";
    const startDate = cells.day("start_date") ?? cells.missing("start_date", "2000-01-01");
    const endDate = cells.day("end_date");
    const endedOn = cells.day("ended_on");
    if (endDate && endDate < startDate) cells.refuse("end_date", "order", "The end is before the start.");
    if (endedOn && endedOn > cells.dialect.today)
      cells.refuse("ended_on", "future", "A contract cannot have ended in the future; write end_date instead.");
    if (endedOn && endedOn < startDate)
      cells.refuse("ended_on", "order", "The day it ended is before its start; write start_date or a later day.");
    const rateMinor = hourly ? (cells.amount("rate") ?? cells.missing("rate", 0n)) : cells.none("rate", "hourly");
    const weeklyHours = hourly ? cells.hours("weekly_hours") : cells.none("weekly_hours", "hourly");
    const budgetMinor = hourly
      ? cells.none("budget", "fixed_price")
      : (cells.amount("budget") ?? cells.missing("budget", 0n));
    const terms = { contractType, rateMinor, weeklyHours, budgetMinor, startDate, endDate };
    if (estimatedTotal(terms).minor > maxMinor)
      cells.refuse("rate", "amount:too-large", tooMuchText(cells.dialect.currency));
    return {
      ref: cells.text("ref", 80),
      title: cells.text("title", 120),
      description: cells.prose("description", 5_000),
      team: cells.optional("team", 80),
      contactEmail: cells.has("contact_email") ? cells.address("contact_email") : null,
      talentName: cells.text("talent_name", 120),
      talentEmail: cells.address("talent_email"),
      ...terms,
      endedOn,
      orderNumber: cells.optional("po_number", 40),
    };
  },
};

/** Reads cells by name and notes what is wrong with them. A wrong cell answers something harmless, and the line falls. */
class Cells {
  readonly problems: Problem[] = [];
  constructor(
    private readonly line: Line,
    readonly dialect: Dialect,
  ) {}

  /** The text of a cell as a form would take it: cleaned, trimmed, newlines kept. */
  private cell(column: string): string {
    return clean(this.line.cells[column] ?? "").trim();
  }

  has(column: string): boolean {
    return this.cell(column) !== "";
  }

  refuse(column: string, reason: string, message: string): void {
    const value = (this.line.cells[column] ?? "").slice(0, 80);
    this.problems.push({ line: this.line.line, column, value, reason, message });
  }

  missing<T>(column: string, instead: T): T {
    if (!this.has(column)) this.refuse(column, "missing", "This cell is empty and must not be.");
    return instead;
  }

  none(column: string, type: string): null {
    if (this.has(column)) this.refuse(column, "not-this-type", `Only ${type} work has this; leave the cell empty.`);
    return null;
  }

  text(column: string, longest: number): string {
    return this.optional(column, longest) ?? this.missing(column, "-");
  }

  /** One line of text; line breaks become spaces. */
  optional(column: string, longest: number): string | null {
    const text = this.fitting(column, oneLine(this.line.cells[column] ?? ""), longest);
    return text === "" ? null : text;
  }

  prose(column: string, longest: number): string {
    return this.fitting(column, this.cell(column), longest);
  }

  private fitting(column: string, text: string, longest: number): string {
    const { length } = [...text];
    if (length > longest)
      this.refuse(column, "too-long", `This text has ${length} characters; at most ${longest} are possible.`);
    return text;
  }

  address(column: string): string {
    const typed = this.text(column, 254);
    const address = emailOrNull(typed);
    if (!address && this.has(column))
      this.refuse(column, "address", "This is no plain mail address, like ana@example.com.");
    return address ?? "";
  }

  zone(column: string): string | null {
    const zone = this.optional(column, 64);
    if (zone && !isTimeZone(zone)) this.refuse(column, "zone", "This is no time zone, like Europe/Lisbon.");
    return zone;
  }

  type(): ContractType {
    const word = this.cell("type");
    const type = contractTypes.find((each) => each === word);
    if (!type) this.refuse("type", "type", `Write ${contractTypes.join(" or ")}.`);
    return type ?? "fixed_price";
  }

  currency(): void {
    const currency = this.cell("currency");
    if (currency !== "" && currency.toUpperCase() !== this.dialect.currency)
      this.refuse("currency", "currency", `This company counts in ${this.dialect.currency}.`);
  }

  amount(column: string): bigint | null {
    const typed = this.optional(column, 40);
    if (typed === null) return null;
    if (/^\d{1,3}([,'\u00a0 ]\d{3})+(\.\d+)?$|^\d{1,3}(\.\d{3})+,\d+$|^\d+,\d+$/.test(typed)) {
      this.refuse(column, "thousands", "Write amounts without thousands separators and with a point, like 12500.00.");
      return null;
    }
    const parsed = parseAmount(typed, this.dialect.currency);
    if ("minor" in parsed) return parsed.minor;
    this.refuse(column, `amount:${parsed.problem}`, amountProblemText(parsed.problem, this.dialect.currency));
    return null;
  }

  hours(column: string): number | null {
    const typed = this.optional(column, 10);
    if (typed === null) return null;
    const hours = wholeNumberOrNull(typed);
    if (hours !== null && hours >= 1 && hours <= 168) return hours;
    this.refuse(column, "hours", "Write whole hours from 1 to 168, or nothing for no limit.");
    return null;
  }

  day(column: string): LocalDate | null {
    const typed = this.optional(column, 40);
    if (typed === null) return null;
    const { dates } = this.dialect;
    const day = dates === "YYYY-MM-DD" ? typed : turned(typed, dates);
    if (day !== null && isLocalDate(day)) return day;
    const [year] = /\d{4}/.exec(typed) ?? [];
    if (year && (Number(year) < 2000 || Number(year) > 2100))
      this.refuse(column, "year", "Dates are possible from 2000 to 2100.");
    else this.refuse(column, "date", `This is no day, written as ${dates}.`);
    return null;
  }

  roles(column: string): Role[] {
    const held = this.list(column, (word) => roles.find((role) => role === word), `one of ${roles.join(", ")}`);
    const nothing = (this.line.cells[column] ?? "").split(";").every((word) => oneLine(word) === "");
    if (nothing) this.refuse(column, "missing", `Name at least one role: ${roles.join(", ")}.`);
    return held;
  }

  thresholds(column: string): number[] {
    const wanted = "a whole percentage from 1 to 99";
    const percents = this.list(column, (word) => ownThresholdOrNull(word) ?? undefined, wanted);
    const own = percents.filter((percent) => !standardThresholds.some((standard) => standard === percent));
    if (own.length > mostOwnThresholds)
      this.refuse(
        column,
        "too-many",
        `Beside ${standardThresholds.join(", ")}, at most ${mostOwnThresholds} percentages are possible. Leave some out.`,
      );
    return percents;
  }

  list<T>(column: string, read: (word: string) => T | undefined, wanted: string): T[] {
    const words = (this.line.cells[column] ?? "").split(";").map(oneLine);
    const read_ = words.filter((word) => word !== "").map((word) => ({ word, value: read(word) }));
    const wrong = read_.find(({ value }) => value === undefined);
    if (wrong)
      this.refuse(column, "list", `“${wrong.word.slice(0, 40)}” is not ${wanted}. Separate several by semicolons.`);
    return [...new Set(read_.map(({ value }) => value).filter((value) => value !== undefined))];
  }
}

/** Text as the one-line fields of the forms take it. */
const oneLine = (text: string) => clean(text.replace(/\s+/gu, " ")).trim();

function turned(typed: string, dates: "MM/DD/YYYY" | "DD/MM/YYYY"): string | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(typed);
  if (!match) return null;
  const [, first, second, year] = match;
  return dates === "MM/DD/YYYY" ? `${year}-${first}-${second}` : `${year}-${second}-${first}`;
}
