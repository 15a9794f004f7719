import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { PostTable } from "@/components/posts/post-table";
import { postTabOf, postTabWords } from "@/components/posts/post-tabs";
import { PostsEmpty } from "@/components/posts/posts-empty";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import type { PostState } from "@/db/enums";
import { getAccountSettings } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { decodeCursor } from "@/lib/paging";
import { countPosts, listPosts } from "@/lib/posts/queries";
import { canWritePosts, postTabs } from "@/lib/posts/rules";
import { cappedCount } from "@/lib/words";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Job posts" };

/** My Jobs › Job posts: those of own teams and own ones, or all of the company's for admins and finance. */
export default async function PostsPage({ searchParams }: PageProps<"/ab/jobs/posts">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { tab: asked, after, q } = await searchParams;
  const state = postTabOf(asked);
  const search = typeof q === "string" ? q.slice(0, 120) : "";
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { posts, counts, settings } = await readAs(actor, async (ctx) => ({
    posts: await listPosts(ctx, { state, search, cursor }),
    counts: await countPosts(ctx),
    settings: await getAccountSettings(ctx),
  }));
  const may = canWritePosts(actor);
  return (
    <Page width="table">
      <PageHeader
        title="Job posts"
        sentence={isAdmin(actor) ? "Work the company looks for." : "Work that you and your teams look for."}
        action={
          may && (
            <ButtonLink href="/ab/jobs/posts/new" variant="primary">
              New post
            </ButtonLink>
          )
        }
      />
      <TabLinks
        label="Job posts"
        items={postTabs.map((each) => ({
          href: addressOf(each),
          label: postTabWords[each],
          count: cappedCount(counts[each]),
          current: each === state,
        }))}
      />
      {(search || counts[state] > 0) && (
        <SearchField
          action="/ab/jobs/posts"
          label="Search by the start of the title"
          value={search}
          keep={{ tab: state === "open" ? undefined : state }}
        />
      )}
      {posts.rows.length === 0 ? (
        <PostsEmpty state={state} search={search} may={may} />
      ) : (
        <PostTable posts={posts.rows} state={state} orders={settings.ordersOn} reader={{ zone: timeZone, now }} />
      )}
      <Pagination
        newer={cursor ? addressOf(state, { q: search }) : undefined}
        older={posts.next ? addressOf(state, { q: search, after: posts.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}

function addressOf(state: PostState, more: { q?: string; after?: string } = {}): string {
  const query = new URLSearchParams({
    ...(state !== "open" && { tab: state }),
    ...(more.q && { q: more.q }),
    ...(more.after && { after: more.after }),
  });
  return query.size > 0 ? `/ab/jobs/posts?${query}` : "/ab/jobs/posts";
}
