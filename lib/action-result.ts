/** What an action may say no with. Safe to send to the browser: words and codes only. */
export type Refusal<Reason extends string = string> = {
  ok: false;
  reason: Reason;
  /** Messages by field name, from the input schema. */
  fieldErrors?: Record<string, string[]>;
  /** A sentence that replaces the standard words of the reason. */
  message?: string;
  /** What was typed, by field name: a form drawn anew without scripts shows it again. */
  typed?: Record<string, string | string[]>;
};

/** Outcome of a form action; `null` before the first attempt, as `useActionState` starts. */
export type ActionResult<Reason extends string = string, Done extends object = object> =
  | null
  | ({ ok: true } & Done)
  | Refusal<Reason>;

/** The messages of one field after the last attempt; empty when there are none. */
export function fieldErrors(result: ActionResult, name: string): string[] {
  if (!result || result.ok) return [];
  return result.fieldErrors?.[name] ?? [];
}
