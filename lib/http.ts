import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { ZodType } from "zod";
import {
  ConflictError,
  databaseCode,
  ForbiddenError,
  InvalidInputError,
  isUnknownOutcome,
  NotFoundError,
} from "./errors";

/** What a route could not do: a JSON body with a code for programs and a sentence for people. */
export function problem(status: number, error: string, message: string, more: object = {}): Response {
  return Response.json({ error, message, ...more }, { status, headers: { "cache-control": "no-store" } });
}

/**
 * The adapter of every route handler: the four errors become 404, 403, 422 and 409, an unknown outcome 409, and only
 * the unexpected 500, reported without the values a query carried.
 */
export function route<Rest extends unknown[]>(
  handler: (request: Request, ...rest: Rest) => Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      return await handler(request, ...rest);
    } catch (error) {
      unstable_rethrow(error);
      return answerFor(error);
    }
  };
}

function answerFor(error: unknown): Response {
  if (error instanceof NotFoundError) return problem(404, "not-found", "There is nothing here.");
  if (error instanceof ForbiddenError) return problem(403, "forbidden", error.message);
  if (error instanceof InvalidInputError) {
    return problem(422, "invalid", error.message, { fields: error.fieldErrors });
  }
  if (error instanceof ConflictError) return problem(409, "conflict", error.message);
  if (isUnknownOutcome(error)) {
    return problem(409, "unknown-outcome", "The connection broke while saving. Look before you try again.");
  }
  reportFault(error);
  return problem(500, "failed", "This did not work. It was noted.");
}

/** Notes a fault without its message when the database threw it: that message holds every parameter. */
export function reportFault(error: unknown): void {
  const code = databaseCode(error);
  if (!(error instanceof Error)) console.error("fault:", typeof error);
  else if (code || error.constructor.name === "DrizzleQueryError")
    console.error("fault: database", code, framesOf(error));
  else console.error("fault:", error.name, error.message, framesOf(error));
}

const framesOf = (error: Error) =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join("\n");

const mostBytes = 1_000_000;

/**
 * The JSON body of a request in the schema's shape.
 * @throws InvalidInputError for no JSON, another shape, or more than a megabyte.
 */
export async function readJson<T>(request: Request, schema: ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await jsonOf(request));
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of parsed.error.issues) fields[String(path[0] ?? "body")] = [message];
  throw new InvalidInputError(fields);
}

async function jsonOf(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new InvalidInputError({ body: ["Send at most a megabyte."] });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new InvalidInputError({ body: ["Send JSON."] });
  }
}

/** A list as a file of comma-separated values, streamed and kept nowhere. */
export const csvAnswer = (name: string, body: ReadableStream<Uint8Array>) =>
  new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });

/** Answers HEAD without running GET, which Next would do by itself. */
export async function headAnswer(): Promise<Response> {
  return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
}

/** HEAD for routes that must not be looked at, such as cron. `allow`: the methods there are. */
export function headRefused(allow: string): () => Promise<Response> {
  return async () => new Response(null, { status: 405, headers: { allow, "cache-control": "no-store" } });
}
