/** The four things a person can be told that are no outcome of a verb. Mapped once, in lib/action.ts and lib/http.ts. */
export class NotFoundError extends Error {
  override name = "NotFoundError";
  constructor(what = "that") {
    super(`Not found: ${what}`);
  }
}

/** The actor sees the thing but may not do this. `deed` completes "You may not …". */
export class ForbiddenError extends Error {
  override name = "ForbiddenError";
  constructor(deed: string) {
    super(`You may not ${deed}.`);
  }
}

/** Input that no form of ours sends, or a field that the database would refuse. */
export class InvalidInputError extends Error {
  override name = "InvalidInputError";
  constructor(readonly fieldErrors: Record<string, string[]>) {
    super("Some fields need a change.");
  }
}

/** Somebody else changed the thing in the meantime, or the outcome of a commit is unknown. */
export class ConflictError extends Error {
  override name = "ConflictError";
  constructor(message = "This changed a moment ago. Nothing was done; reload the page and try again.") {
    super(message);
  }
}

/** A form's key that stands for another deed, or for the same one on another thing. */
export const usedKey = () =>
  new ConflictError("This form was used for something else. Nothing was done; reload the page.");

/** The driver's own words, the server's, and those of the socket: a backend that goes with bytes unread resets it. */
const unknownOutcome = new Set([
  ...["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "57P01", "XX000"],
  ...["ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);
const worthRetrying = new Set(["40001", "40P01", "55P03"]);

/** SQLSTATE or driver code of a database error, looked for behind Drizzle's wrapper; null for anything else. */
export function databaseCode(error: unknown): string | null {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === "string") return code;
  }
  return null;
}

/** Name of the violated constraint without a shard suffix, or null. */
export function violatedConstraint(error: unknown): string | null {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    const name = (e as { constraint_name?: unknown }).constraint_name;
    if (typeof name === "string") return name.replace(/_\d{5,}$/, "");
  }
  return null;
}

/** Serialisation failure, deadlock or lock time-out: the whole transaction may be tried again. */
export const isTransient = (error: unknown) => worthRetrying.has(databaseCode(error) ?? "");

/** The connection died around the commit: it may or may not have happened. */
export const isUnknownOutcome = (error: unknown) => unknownOutcome.has(databaseCode(error) ?? "");
