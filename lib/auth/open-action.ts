import "server-only";
import { headers } from "next/headers";
import type { ZodType } from "zod";
import { formFields } from "../action";
import type { ActionResult, Refusal } from "../action-result";
import { clientNetwork } from "../client-ip";
import { env } from "../env";
import { isSameOrigin } from "../same-origin";

/**
 * Makes a Server Action for people who are not signed in yet: our own page asks, the input is well formed, then `run`,
 * which is handed the caller's network for its limits. It answers with a refusal or redirects.
 */
export function openAction<Input>(
  schema: ZodType<Input>,
  run: (input: Input, network: string) => Promise<Refusal>,
): (previous: ActionResult, form: FormData) => Promise<ActionResult> {
  return async (_previous, form) => {
    const from = await headers();
    if (!isSameOrigin(from)) {
      return {
        ok: false,
        reason: "foreign-origin",
        message: "This form was sent from another site. Nothing was done.",
      };
    }
    const parsed = schema.safeParse(form instanceof FormData ? formFields(form) : null);
    if (!parsed.success) return { ok: false, reason: "invalid", fieldErrors: fieldErrorsOf(parsed.error.issues) };
    return run(parsed.data, clientNetwork(from, env.TRUSTED_PROXY_HOPS));
  };
}

function fieldErrorsOf(issues: readonly { path: PropertyKey[]; message: string }[]): Record<string, string[]> {
  return Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? "form"), [message]]));
}
