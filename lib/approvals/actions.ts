"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import type { Refusal } from "../action-result";
import type { PersonActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { limitDecisions } from "../rate-limit";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { seatOfLink } from "./open-decision-link";
import { remindApprover } from "./remind-approvers";
import { replaceApprover } from "./replace-approver";
import { requestApproval } from "./request-approval";
import {
  decideByMailInput,
  decideRequestInput,
  remindApproverInput,
  replaceApproverInput,
  requestApprovalInput,
  withdrawRequestInput,
} from "./schema";
import { withdrawRequest } from "./withdraw-request";

const lists = () => revalidatePath("/ab/jobs", "layout");

/** What a refused request form gives back besides the refusal: everything that was typed, for browsers without scripts. */
export type RequestFormResult = null | { ok: true } | (Refusal & { typed?: Record<string, string> });

const submitRequest = formAction(
  async (actor) => requestApprovalInput(await readAs(actor, getAccountSettings).then((settings) => settings.currency)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => requestApproval(ctx, input));
    if (result.ok) lists();
    return result;
  },
);

/**
 * "Submit" on the request form, parsed in the company's currency; leads to the request it made. `draft`, if any, is the
 * offer draft to return to, which that page offers.
 */
export async function requestApprovalAction(previous: RequestFormResult, form: FormData): Promise<RequestFormResult> {
  const result = await submitRequest(previous, form);
  if (!result) return result;
  const typed = form instanceof FormData ? textsOf(form) : {};
  if (!result.ok) return { ...result, typed };
  const draft = typed.draft && isId(typed.draft) ? `?draft=${typed.draft}` : "";
  redirect(`/ab/jobs/approvals/${typed.id}${draft}` as Route);
}

function textsOf(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string" && !name.startsWith("$ACTION")) typed[name] = value;
  return typed;
}

/** "Approve" on the dashboard. */
export const approveRequestAction = formAction(decideRequestInput, async (actor, input) =>
  decided(actor, () => writeAs(actor, (ctx) => approveRequest(ctx, input))),
);

/** "Decline" on the dashboard. */
export const declineRequestAction = formAction(decideRequestInput, async (actor, input) =>
  decided(actor, () => writeAs(actor, (ctx) => declineRequest(ctx, input))),
);

/** "Approve" on the page behind a mail. The session decides, not the link. */
export const approveByMailAction = formAction(decideByMailInput, async (actor, { token, ...input }) =>
  decided(actor, async () => writeAs(await seatIn(actor, token), (ctx) => approveRequest(ctx, input, "mail"))),
);

/** "Decline" on the page behind a mail. */
export const declineByMailAction = formAction(decideByMailInput, async (actor, { token, ...input }) =>
  decided(actor, async () => writeAs(await seatIn(actor, token), (ctx) => declineRequest(ctx, input, "mail"))),
);

/** Ten decisions a minute are more than anybody reads (reliability.md §4.12). */
async function decided<R extends { ok: true } | Refusal>(
  actor: PersonActor,
  decide: () => Promise<R>,
): Promise<R | Refusal> {
  if (!(await limitDecisions(actor.userId))) {
    return {
      ok: false,
      reason: "too-fast",
      message: "That was too many decisions at once. Nothing was decided; wait a minute and try again.",
    };
  }
  const result = await decide();
  lists();
  return result;
}

/** The seat to decide in: the one of the link's company, or without a link the session's. */
async function seatIn(actor: PersonActor, token: string | undefined): Promise<PersonActor> {
  if (token === undefined) return actor;
  const seat = await seatOfLink(actor, token);
  if (!seat) throw new NotFoundError("approval request");
  return seat;
}

/** "Withdraw request" by the requester. */
export const withdrawRequestAction = formAction(withdrawRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => withdrawRequest(ctx, input));
  lists();
  return result;
});

/** "Replace approver" beside one who has not answered, by an admin or a program owner. */
export const replaceApproverAction = formAction(replaceApproverInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => replaceApprover(ctx, input));
  lists();
  return result;
});

/** "Remind" beside an approver, by the requester. */
export const remindApproverAction = formAction(remindApproverInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => remindApprover(ctx, input));
  lists();
  return result;
});
