/** What still uses a team, each counted up to `useCap`. */
export type TeamUse = { posts: number; requests: number; offers: number; contracts: number };

/** Counts of what uses a team, or hangs on a member, stop here: "99+". */
export const useCap = 100;

const nouns: Record<keyof TeamUse, readonly [one: string, many: string]> = {
  posts: ["open job post", "open job posts"],
  requests: ["pending request", "pending requests"],
  offers: ["live offer", "live offers"],
  contracts: ["contract that has not ended", "contracts that have not ended"],
};

/** "3", or "99+" at the cap. */
export const cappedText = (count: number) => (count >= useCap ? `${useCap - 1}+` : String(count));

/** "2 open job posts and 1 pending request"; empty when nothing is counted. */
export function countedText(use: Partial<TeamUse>, words: Partial<typeof nouns> = {}): string {
  const all = { ...nouns, ...words };
  const parts = (Object.keys(nouns) as (keyof TeamUse)[]).flatMap((noun) => {
    const count = use[noun] ?? 0;
    if (count === 0) return [];
    const [one, many] = all[noun];
    return [`${cappedText(count)} ${count === 1 ? one : many}`];
  });
  return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}

/** Why a team cannot be hidden (product.md §2.2), or null. */
export function whyNotHidden(team: { parent: boolean }, use: TeamUse): string | null {
  if (team.parent) return "This is the company's own team, which always stays.";
  const text = countedText(use);
  return text ? `Still in use: ${text}.` : null;
}
