"use server";

import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { formAction } from "../action";
import type { Refusal } from "../action-result";
import { platformAccountId } from "../actor";
import { NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { type Limit, type Taken, take } from "../rate-limit";
import { isSameOrigin } from "../same-origin";
import { ownSeats } from "./actor";
import { askToSignIn } from "./ask-to-sign-in";
import { completeSignIn, type Proof } from "./complete-sign-in";
import { clearPending, clearSessionToken, readPending, readSessionToken, writePending } from "./cookies";
import { emailProvider } from "./email-provider";
import { enterAs } from "./enter-as";
import { openAction } from "./open-action";
import { askToSignInInput, finishWithCodeInput, finishWithLinkInput, switchAccountInput } from "./schema";
import { chooseSeat, endSession } from "./sessions";

/** Asks for the mail. Known and unknown addresses lead to the same page at the same time. */
export const askToSignInAction = openAction(askToSignInInput, async (input, network) => {
  const refused = (await spend("sign-in-network", network)) ?? (await spend("sign-in-address", input.email));
  if (refused) return refused;
  const { secret } = await askToSignIn(input.email);
  await writePending({ secret, address: input.email, returnTo: input.return }, emailProvider.maxAge);
  after(() => drainOutbox(platformAccountId, { via: "web" }).then(() => {}));
  redirect("/verify");
});

/** One press behind the link, in the browser that asked. */
export const finishWithLinkAction = openAction(finishWithLinkInput, async ({ token }) => {
  const pending = await readPending();
  return finish({ by: "link", token, secret: pending?.secret ?? "" }, "used-or-over");
});

/** The code from the mail: where it was asked for, or in whatever browser the link was opened. */
export const finishWithCodeAction = openAction(finishWithCodeInput, async ({ code, token }, network) => {
  const refused = await spend("sign-in-code", network);
  if (refused) return refused;
  if (token) return finish({ by: "code-elsewhere", token, code }, "wrong-code");
  const pending = await readPending();
  return finish({ by: "code-here", secret: pending?.secret ?? "", code }, "wrong-code");
});

/** Ends this browser's session. */
export async function signOutAction(): Promise<void> {
  if (!isSameOrigin(await headers())) return;
  const token = await readSessionToken();
  if (token) await endSession(token);
  await clearSessionToken();
  redirect("/sign-in");
}

const switchAccount = formAction(switchAccountInput, async (_actor, { accountId }) => {
  const seats = await ownSeats();
  const token = await readSessionToken();
  if (!token || !seats.some((seat) => seat.accountId === accountId)) throw new NotFoundError("company");
  await chooseSeat(token, accountId);
  redirect("/ab/jobs/approvals" as Route);
});

/** Changes to another of the person's own seats. A plain form action: the menu lists seats that are held. */
export async function switchAccountAction(form: FormData): Promise<void> {
  await switchAccount(null, form);
}

async function finish(proof: Proof, reason: "used-or-over" | "wrong-code"): Promise<Refusal> {
  const pending = await readPending();
  const signedIn = await completeSignIn(proof, await readSessionToken());
  if (!signedIn) return { ok: false, reason };
  await clearPending();
  const home = await enterAs(signedIn);
  redirect((pending?.returnTo ?? home) as Route);
}

async function spend(limit: Limit, key: string): Promise<Refusal | null> {
  const taken: Taken = await take(limit, key);
  if (taken.ok) return null;
  const minutes = Math.ceil(taken.retryAfterSeconds / 60);
  return {
    ok: false,
    reason: "too-many",
    message: `That was tried too often. Nothing was done; try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
  };
}
