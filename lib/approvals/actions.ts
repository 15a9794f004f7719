"use server";

import { revalidatePath } from "next/cache";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import { readAs, writeAs } from "../ctx";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { requestApproval } from "./request-approval";
import { decideRequestInput, requestApprovalInput, withdrawRequestInput } from "./schema";
import { withdrawRequest } from "./withdraw-request";

const lists = () => revalidatePath("/ab/jobs", "layout");

/** "Submit" on the request form, parsed in the company's currency. */
export const requestApprovalAction = formAction(
  async (actor) => requestApprovalInput(await readAs(actor, getAccountSettings).then((settings) => settings.currency)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => requestApproval(ctx, input));
    if (result.ok) lists();
    return result;
  },
);

/** "Approve" on the dashboard. */
export const approveRequestAction = formAction(decideRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => approveRequest(ctx, input));
  lists();
  return result;
});

/** "Decline" on the dashboard. */
export const declineRequestAction = formAction(decideRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => declineRequest(ctx, input));
  lists();
  return result;
});

/** "Approve" on the page behind a mail. The session decides, not the link. */
export const approveByMailAction = formAction(decideRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => approveRequest(ctx, input, "mail"));
  lists();
  return result;
});

/** "Decline" on the page behind a mail. */
export const declineByMailAction = formAction(decideRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => declineRequest(ctx, input, "mail"));
  lists();
  return result;
});

/** "Withdraw request" by the requester. */
export const withdrawRequestAction = formAction(withdrawRequestInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => withdrawRequest(ctx, input));
  lists();
  return result;
});
