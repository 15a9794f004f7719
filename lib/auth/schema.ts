import { z } from "zod";
import { emailOrNull } from "../email-address";
import { codeOrNull, safeReturn } from "./rules";

const returnTo = z.string().optional().transform(safeReturn);

/** The address form of /sign-in. `email` comes out normalised. */
export const askToSignInInput = z.object({
  email: z.string("Enter your address.").transform((typed, ctx) => {
    const address = emailOrNull(typed);
    if (address) return address;
    ctx.addIssue(typed.trim() ? "Enter one plain address, such as name@company.com." : "Enter your address.");
    return z.NEVER;
  }),
  return: returnTo,
});

/** One press on the page behind the link. */
export const finishWithLinkInput = z.object({ token: z.string().max(200) });

/** The six digits, typed where the mail was asked for, or into the page behind the link (`token`). */
export const finishWithCodeInput = z.object({
  code: z.string("Type the six digits from the mail.").transform((typed, ctx) => {
    const code = codeOrNull(typed);
    if (code) return code;
    ctx.addIssue("Type the six digits from the mail.");
    return z.NEVER;
  }),
  token: z.string().max(200).optional(),
});

export const switchAccountInput = z.object({ accountId: z.uuid() });
