import "server-only";
import type { Ctx } from "../ctx";
import type { AuditEntry } from "./payload";

/**
 * Adds a line to the event of this deed, e.g. `request.declined` for one request. The event itself is appended once,
 * last in the transaction, by `writeAs`; without any line nothing written can commit.
 */
export function recordEvent(
  ctx: Ctx,
  action: string,
  subjectKind: AuditEntry["subjectKind"],
  subjectId: string,
  data: Record<string, string | null | undefined> = {},
): void {
  const facts: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) if (value !== null && value !== undefined) facts[key] = value;
  ctx.entries.push({ action, subjectKind, subjectId, data: facts });
}
