import { z } from "zod";
import { isLocalDate } from "../dates";

/** "Acknowledge until": the line, a date up to four weeks ahead, and a note if one helps. */
export const acknowledgeAlertInput = z.object({
  lineKey: z.string().min(1).max(200),
  untilDate: z.string().refine(isLocalDate, "Choose a date up to 4 weeks ahead."),
  note: z
    .string()
    .trim()
    .max(500, "Use at most 500 characters.")
    .optional()
    .transform((note) => note || null),
});
export type AcknowledgeAlertInput = z.output<typeof acknowledgeAlertInput>;
