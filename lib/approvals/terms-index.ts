/** Words of a text for prefix search: lower case, without accents, letters and digits only, at most 24 of them. */
export function searchTerms(...texts: (string | null)[]): string[] {
  const words = texts
    .join(" ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return [...new Set((words ?? []).map((word) => [...word].slice(0, 40).join("")))].slice(0, 24);
}
