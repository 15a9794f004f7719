import "server-only";
import { and, eq, notExists, sql } from "drizzle-orm";
import type { EmailConfig, SendVerificationRequestParams } from "next-auth/providers/email";
import { mailOutbox, users } from "@/db/schema";
import { platformAccountId, type SystemActor } from "../actor";
import { writeAs } from "../ctx";
import { emailOrNull } from "../email-address";
import { env } from "../env";
import { InvalidInputError } from "../errors";
import { newId } from "../ids";
import { queueMail } from "../mail/queue-mail";
import { codeOf, newToken } from "./tokens";

const mailer: SystemActor = {
  kind: "system",
  accountId: platformAccountId,
  userId: null,
  job: "sign-in-mail",
  via: "web",
};

/** Our own provider: strict addresses, 256-bit tokens, and a mail that leaves through the outbox like any other. */
export const emailProvider = {
  id: "email",
  type: "email",
  name: "Email",
  server: "",
  from: env.MAIL_FROM,
  options: {},
  /** seconds */
  maxAge: 600,

  /** @throws InvalidInputError: doubtful addresses are refused rather than repaired. */
  normalizeIdentifier(typed) {
    const address = emailOrNull(typed);
    if (!address) throw new InvalidInputError({ email: ["Enter one plain address, such as name@company.com."] });
    return address;
  },

  generateVerificationToken: newToken,

  /**
   * Queues the mail, and for an address nobody has takes it out again: the same statements and the same commit for
   * both, so that the time of the answer tells nothing (I15).
   */
  async sendVerificationRequest({
    identifier,
    url,
    token,
  }: Pick<SendVerificationRequestParams, "identifier" | "url" | "token">) {
    await writeAs(mailer, async (ctx) => {
      const key = newId();
      await queueMail(ctx, {
        kind: "sign-in-link",
        to: identifier,
        key,
        props: {
          address: identifier,
          code: codeOf(token).replace(/(...)/, "$1 "),
          validFor: "10 minutes",
          signInUrl: url,
        },
      });
      const known = ctx.db.select({ one: sql`1` }).from(users).where(eq(users.email, identifier));
      await ctx.db
        .delete(mailOutbox)
        .where(
          and(
            eq(mailOutbox.accountId, ctx.accountId),
            eq(mailOutbox.dedupeKey, `v1/sign-in-link/${key}/${identifier}`),
            notExists(known),
          ),
        );
    });
  },
} satisfies EmailConfig;
