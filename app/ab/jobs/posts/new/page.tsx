import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { PostForm } from "@/components/posts/post-form";
import { readAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { canWritePosts } from "@/lib/posts/rules";
import { loadWorkspace } from "../../../workspace";
import { loadPostForm } from "../load-post-form";

export const metadata: Metadata = { title: "New post" };

/** A new job post, for people who may hire. */
export default async function NewPostPage() {
  const { actor } = await loadWorkspace();
  if (!canWritePosts(actor)) notFound();
  const form = await readAs(actor, (ctx) => loadPostForm(ctx, null));
  return (
    <Page width="form">
      <PageHeader
        title="New post"
        back={{ href: "/ab/jobs/posts", label: "Job posts" }}
        sentence="Say what work is looked for. A post needs no approval; the offer that follows may."
      />
      <PostForm id={newId()} version={0} state={null} {...form} />
    </Page>
  );
}
