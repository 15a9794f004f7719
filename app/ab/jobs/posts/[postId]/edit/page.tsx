import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { PostForm } from "@/components/posts/post-form";
import { PostStatus } from "@/components/posts/post-status";
import type { PostState } from "@/db/enums";
import { readAs } from "@/lib/ctx";
import { findPost } from "@/lib/posts/queries";
import { canManagePost } from "@/lib/posts/rules";
import { loadWorkspace } from "../../../../workspace";
import { loadPostForm } from "../../load-post-form";

export const metadata: Metadata = { title: "Edit post" };

/** A job post in its form: a draft to be posted, an open one to be changed, one that is over to be reopened. */
export default async function EditPostPage({ params }: PageProps<"/ab/jobs/posts/[postId]/edit">) {
  const { actor } = await loadWorkspace();
  const { postId } = await params;
  const loaded = await readAs(actor, async (ctx) => {
    const post = await findPost(ctx, postId);
    return post && canManagePost(actor, post) ? { post, form: await loadPostForm(ctx, post) } : null;
  });
  if (!loaded) notFound();
  const { post, form } = loaded;
  const back =
    post.state === "draft"
      ? { href: "/ab/jobs/posts?tab=draft", label: "Drafts" }
      : { href: `/ab/jobs/posts/${post.id}`, label: "The post" };
  return (
    <Page width="form">
      <PageHeader
        title={`${deeds[post.state]}: ${post.title}`}
        back={back}
        status={<PostStatus state={post.state} filled={post.filled} />}
      />
      {/* Another state is another form: what was typed for posting is not what is edited. */}
      <PostForm key={post.state} id={post.id} version={post.version} state={post.state} {...form} />
    </Page>
  );
}

const deeds: Record<PostState, string> = { draft: "Draft", open: "Edit", closed: "Reopen", expired: "Reopen" };
