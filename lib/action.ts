import "server-only";
import { headers } from "next/headers";
import { notFound, unstable_rethrow } from "next/navigation";
import { after } from "next/server";
import type { ZodType } from "zod";
import type { ActionResult, Refusal } from "./action-result";
import type { PersonActor } from "./actor";
import { findActor } from "./auth/actor";
import { ConflictError, ForbiddenError, InvalidInputError, isUnknownOutcome, NotFoundError } from "./errors";
import { drainOutbox } from "./mail/drain-outbox";
import { limitActions } from "./rate-limit";
import { isSameOrigin } from "./same-origin";

type FormOutcome = { ok: true } | Refusal;

/**
 * The only way to make a Server Action: who is asking, is it our own page that asks, is the input well formed, then one
 * verb; its outcome goes to the screen and the mails it queued leave after the answer.
 *
 * `input` is parsed with `schema`; give a function where the schema depends on the actor (a company's currency).
 * Works for plain forms without scripts too: the first argument is the previous result of `useActionState`.
 */
export function formAction<Input, Result extends FormOutcome>(
  schema: ZodType<Input> | ((actor: PersonActor) => Promise<ZodType<Input>>),
  run: (actor: PersonActor, input: Input) => Promise<Result>,
): (previous: ActionResult, form: FormData) => Promise<ActionResult> {
  return async (_previous, form) => {
    if (!isSameOrigin(await headers()))
      return {
        ok: false,
        reason: "foreign-origin",
        message: "This form was sent from another site. Nothing was done.",
      };
    const actor = await findActor();
    if (!actor)
      return {
        ok: false,
        reason: "signed-out",
        message: "You are signed out. Nothing was done; sign in and try again.",
      };
    try {
      if (!(form instanceof FormData)) throw new InvalidInputError({});
      if (!(await limitActions(actor.userId)))
        return {
          ok: false,
          reason: "too-fast",
          message: "That was too many actions at once. Nothing was done; wait a minute and try again.",
        };
      const parsed = (typeof schema === "function" ? await schema(actor) : schema).safeParse(formFields(form));
      if (!parsed.success) return { ok: false, reason: "invalid", fieldErrors: fieldErrorsOf(parsed.error.issues) };
      const result = await run(actor, parsed.data);
      const { accountId } = actor;
      if (result.ok && accountId) after(() => drainOutbox(accountId, { via: "web" }).then(() => {}));
      return result;
    } catch (error) {
      unstable_rethrow(error);
      return refusalOf(error);
    }
  };
}

/** Fields of a form as plain data: a name ending in `[]` may repeat and becomes a list; Next's own fields are left out. */
export function formFields(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of form.entries()) {
    if (typeof value !== "string" || name.startsWith("$ACTION")) continue;
    if (!name.endsWith("[]")) fields[name] = value;
    else {
      const list = fields[name];
      fields[name] = Array.isArray(list) ? [...list, value] : [value];
    }
  }
  return { ...fields };
}

function fieldErrorsOf(issues: readonly { path: PropertyKey[]; message: string }[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const name = String(path[0] ?? "form");
    errors[name] = [...new Set([...(errors[name] ?? []), message])];
  }
  return errors;
}

/** The four errors in words; anything else is a fault, reported and withheld. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof NotFoundError) notFound();
  if (error instanceof ForbiddenError)
    return { ok: false, reason: "forbidden", message: `${error.message} Nothing was done.` };
  if (error instanceof InvalidInputError) return { ok: false, reason: "invalid", fieldErrors: error.fieldErrors };
  if (error instanceof ConflictError) return { ok: false, reason: "conflict", message: error.message };
  if (isUnknownOutcome(error))
    return {
      ok: false,
      reason: "unknown-outcome",
      message: "The connection broke while saving. Reload the page to see whether it was done before you try again.",
    };
  throw error;
}
