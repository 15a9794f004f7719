import { EmptyState } from "@/components/layout/empty-state";
import { ButtonLink } from "@/components/ui/button";
import type { PostState } from "@/db/enums";

type PostsEmptyProps = { state: PostState; search: string; may: boolean };

/** Why a tab is empty, and what to do next. */
export function PostsEmpty({ state, search, may }: PostsEmptyProps) {
  if (search) {
    return (
      <EmptyState
        title={`No post here begins with “${search}”`}
        action={
          <ButtonLink href={state === "open" ? "/ab/jobs/posts" : `/ab/jobs/posts?tab=${state}`}>Show all</ButtonLink>
        }
      >
        Search looks at how titles begin.
      </EmptyState>
    );
  }
  const { title, words } = texts[state];
  return (
    <EmptyState
      title={title}
      action={
        may &&
        state !== "closed" &&
        state !== "expired" && (
          <ButtonLink href="/ab/jobs/posts/new" variant="primary">
            New post
          </ButtonLink>
        )
      }
    >
      {words}
    </EmptyState>
  );
}

const texts: Record<PostState, { title: string; words: string }> = {
  open: {
    title: "No open job posts",
    words: "A post says what work is looked for; offers and approval requests can start from it.",
  },
  draft: { title: "No drafts", words: "A post that is saved as a draft waits here until it is posted." },
  closed: { title: "No closed posts", words: "A post is closed when it is filled or no longer needed." },
  expired: { title: "No expired posts", words: "A post on which nothing happens for a while ends by itself." },
};
