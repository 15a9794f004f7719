"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getAccountSettings } from "../accounts/queries";
import { formAction, formFields } from "../action";
import type { ActionResult } from "../action-result";
import type { PersonActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { closePost } from "./close-post";
import { editPost } from "./edit-post";
import { openPost } from "./open-post";
import { reopenPost } from "./reopen-post";
import { savePostDraft } from "./save-post-draft";
import { closePostInput, postDraftInput, postInput } from "./schema";

const lists = () => revalidatePath("/ab/jobs", "layout");
const currencyOf = (actor: PersonActor) => readAs(actor, getAccountSettings).then((settings) => settings.currency);

/** "Save draft". */
export const savePostDraftAction = formAction(
  async (actor) => postDraftInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => savePostDraft(ctx, input));
    lists();
    return result;
  },
);

/** "Post". */
export const openPostAction = formAction(
  async (actor) => postInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => openPost(ctx, input));
    lists();
    return result;
  },
);

/** "Save changes". */
export const editPostAction = formAction(
  async (actor) => postInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => editPost(ctx, input));
    lists();
    return result;
  },
);

/** "Reopen". */
export const reopenPostAction = formAction(
  async (actor) => postInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => reopenPost(ctx, input));
    lists();
    return result;
  },
);

/** "Close post". */
export const closePostAction = formAction(closePostInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => closePost(ctx, input));
  lists();
  return result;
});

const deeds = { draft: savePostDraftAction, open: openPostAction, edit: editPostAction, reopen: reopenPostAction };

/** The post form: its pressed button says which deed, then the post as it stands now. */
export async function submitPostFormAction(previous: ActionResult, form: FormData): Promise<ActionResult> {
  const asked = form instanceof FormData ? String(form.get("deed")) : "";
  const deed = asked === "draft" || asked === "edit" || asked === "reopen" ? asked : "open";
  const result = await deeds[deed](previous, form);
  if (!result?.ok) return result && form instanceof FormData ? { ...result, typed: formFields(form) } : result;
  const address = `/ab/jobs/posts/${form.get("id")}`;
  redirect((deed === "draft" ? `${address}/edit` : address) as Route);
}
