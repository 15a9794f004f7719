import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";

const secret = z
  .string()
  .min(32)
  .refine((value) => !/change|example|placeholder/i.test(value), "still a placeholder");

/** Percent with at most two decimals, "5" or "2.50", as basis points: hundredths of a percent. */
const percent = z
  .string()
  .regex(/^(\d{1,2}(\.\d{1,2})?|100(\.0{1,2})?)$/, "a percentage such as 2.50")
  .transform((text) => {
    const [whole = "0", decimals = ""] = text.split(".");
    return Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  });

/** The process environment, read and checked here and nowhere else. A missing secret has no default: the process stops. */
export const env = createEnv({
  server: {
    DATABASE_URL: z.url(),
    APP_ORIGIN: z.url().default("http://localhost:3000"),
    COUNTERSIGN_SECRET: secret,
    CRON_SECRET: secret.optional(),
    COUNTERSIGN_DEMO: z.enum(["0", "1"]).default("0"),
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
    FILES_DIR: z.string().min(1).default(".data/files"),
    FEES_CLIENT: percent.default(0),
    MAIL_TRANSPORT: z.enum(["mailbox", "smtp", "resend"]).default("mailbox"),
    MAIL_FROM: z.string().min(3).default("Countersign <countersign@localhost>"),
    SMTP_URL: z.url().optional(),
    RESEND_API_KEY: z.string().min(8).optional(),
    RESEND_BASE_URL: z.url().optional(),
    RESEND_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "the signing secret of the webhook, whsec_…")
      .optional(),
  },
  runtimeEnv: {
    DATABASE_URL: process.env.DATABASE_URL,
    APP_ORIGIN: process.env.APP_ORIGIN,
    COUNTERSIGN_SECRET: process.env.COUNTERSIGN_SECRET,
    CRON_SECRET: process.env.CRON_SECRET,
    COUNTERSIGN_DEMO: process.env.COUNTERSIGN_DEMO,
    TRUSTED_PROXY_HOPS: process.env.TRUSTED_PROXY_HOPS,
    FILES_DIR: process.env.FILES_DIR,
    FEES_CLIENT: process.env.FEES_CLIENT,
    MAIL_TRANSPORT: process.env.MAIL_TRANSPORT,
    MAIL_FROM: process.env.MAIL_FROM,
    SMTP_URL: process.env.SMTP_URL,
    RESEND_API_KEY: process.env.RESEND_API_KEY,
    RESEND_BASE_URL: process.env.RESEND_BASE_URL,
    RESEND_WEBHOOK_SECRET: process.env.RESEND_WEBHOOK_SECRET,
  },
  emptyStringAsUndefined: true,
  skipValidation: process.env.NEXT_PHASE === "phase-production-build",
});

/** True only under the launcher's own embedded database: personas, movable clock, mailbox and previews exist. */
export const isDemo = () => env.COUNTERSIGN_DEMO === "1";
