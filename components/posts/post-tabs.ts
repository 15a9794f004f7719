import type { PostState } from "@/db/enums";

/** Words of the tabs, in their order. */
export const postTabWords: Record<PostState, string> = {
  open: "Open",
  draft: "Drafts",
  closed: "Closed",
  expired: "Expired",
};

/** The tab an address asks for; anything else shows the open posts. */
export function postTabOf(asked: string | string[] | undefined): PostState {
  return asked === "draft" || asked === "closed" || asked === "expired" ? asked : "open";
}
