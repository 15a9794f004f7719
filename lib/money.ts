/** An amount: integer minor units (cents) and an ISO 4217 code together, from column to mail. No floats anywhere. */
export type Money = { minor: bigint; currency: string };

/** The largest single amount that a form accepts: 999,999,999,999.99 in a currency with two decimals. */
export const maxMinor = 99_999_999_999_999n;

const formats = new Map<string, Intl.NumberFormat>();

/** One format object per locale and currency: making one costs more than a hundred uses of it. */
function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency });
    formats.set(key, format);
  }
  return format;
}

const digitsOf = new Map<string, number>();

/** Decimal places of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const digits = formatOf("en-US", currency).resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}

/** Minor units as a plain decimal text, exact: 1240000n USD → "12400.00". */
export function decimalText({ minor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The only formatter of amounts: 1240000n USD → "$12,400.00". */
export function formatMoney(money: Money, locale = "en-US"): string {
  return formatOf(locale, money.currency).format(decimalText(money) as Intl.StringNumericLiteral);
}

export type AmountProblem = "not-a-number" | "too-many-decimals" | "not-positive" | "too-large";

const signs = new Map<string, readonly string[]>();

/** How people write a currency beside an amount: "$", "€", "CA$" and its code. */
function signsOf(currency: string): readonly string[] {
  let known = signs.get(currency);
  if (!known) {
    const shown = (["symbol", "narrowSymbol"] as const).map((currencyDisplay) =>
      new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === "currency"),
    );
    known = [...shown.flatMap((part) => part?.value ?? []), currency];
    signs.set(currency, known);
  }
  return known;
}

/** The text without the currency's own sign before or after it. Another currency's sign stays, and is no number. */
function withoutSign(text: string, currency: string): string {
  const upper = text.toUpperCase();
  const first = signsOf(currency).find((sign) => upper.startsWith(sign.toUpperCase()));
  if (first) return text.slice(first.length).trimStart();
  const last = signsOf(currency).find((sign) => upper.endsWith(sign.toUpperCase()));
  return last ? text.slice(0, -last.length).trimEnd() : text;
}

/**
 * Reads what a person typed into an amount field. Accepts "12400", "12,400.00", "$12,400" and "12,400 USD" where the
 * currency is that one, spaces around; commas only as thousands separators in groups of three.
 * @returns minor units, or what is wrong; never rounds.
 */
export function parseAmount(text: string, currency: string): { minor: bigint } | { problem: AmountProblem } {
  const clean = withoutSign(text.trim(), currency);
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/.exec(clean);
  if (!match) return { problem: "not-a-number" };
  const [, sign, whole = "0", fraction = ""] = match;
  const digits = currencyDigits(currency);
  if (fraction.length > digits) return { problem: "too-many-decimals" };
  const plain = whole.replaceAll(",", "");
  if (plain.length > 18) return { problem: "too-large" };
  const minor = BigInt(plain + fraction.padEnd(digits, "0"));
  if (sign === "-" || minor === 0n) return { problem: "not-positive" };
  if (minor > maxMinor) return { problem: "too-large" };
  return { minor };
}

/** What each problem says at the field: what to change. */
export function amountProblemText(problem: AmountProblem, currency: string): string {
  const digits = currencyDigits(currency);
  switch (problem) {
    case "not-a-number":
      return "Enter an amount such as 12,400.00.";
    case "too-many-decimals":
      return digits === 0 ? `Enter whole ${currency}, without decimals.` : `Use at most ${digits} decimal places.`;
    case "not-positive":
      return "Enter an amount above zero.";
    case "too-large":
      return `Enter at most ${formatMoney({ minor: maxMinor, currency })}.`;
  }
}
