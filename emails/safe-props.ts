/** The only fields whose line breaks mean something; anywhere else one could forge a line of ours. */
const longFields = new Set(["reason", "message", "comment"]);

/**
 * The props as a template may show them: names and titles on one line, no control characters, no
 * marks that turn the direction of the text around them, no broken surrogates. Escaping of markup
 * is React's part; this is for the subject and the text twin, where nobody escapes.
 *
 * @throws TypeError when a field named `…Url` is no absolute http(s) address
 */
export function safeProps<P>(props: P): P {
  return safe(props, "") as P;
}

function safe(value: unknown, key: string): unknown {
  if (typeof value === "string") {
    if (key.endsWith("Url")) return httpAddress(value, key);
    return longFields.has(key) ? safeLines(value) : safeLine(value);
  }
  if (Array.isArray(value)) return value.map((item) => safe(item, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, safe(field, name)]));
}

/** One line: every kind of line break and control character becomes a space, runs of spaces one. */
export function safeLine(value: string): string {
  return withoutTurns(value)
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
}

function safeLines(value: string): string {
  return withoutTurns(value)
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\n]+/gu, " ")
    .trim();
}

/** Embeddings, overrides and isolates (U+202A–202E, U+2066–2069); the letters themselves keep their direction. */
function withoutTurns(value: string): string {
  return value.replace(/\p{Cs}/gu, "\ufffd").replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
}

function httpAddress(value: string, key: string): string {
  const { protocol, href } = new URL(value);
  if (protocol !== "https:" && protocol !== "http:") throw new TypeError(`${key} is no web address`);
  return href;
}
