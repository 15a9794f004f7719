/**
 * A mail address in the one form we accept, or null: NFKC, lower case, plain ASCII `local@domain` of at most 254
 * characters. Anything doubtful is refused rather than repaired (reliability.md §4.15): display names, commas, comments,
 * quotes, spaces, control characters, look-alike signs and international domains.
 */
export function emailOrNull(text: string): string | null {
  if (text.length > 300) return null;
  const typed = text.trim();
  const address = typed.toLowerCase();
  // Before the case is folded: the sign for kelvin would become a k.
  if (address.length > 254 || typed.normalize("NFKC") !== typed) return null;
  const match =
    /^([a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])$/.exec(
      address,
    );
  if (!match || (match[1] ?? "").length > 64) return null;
  return address;
}
