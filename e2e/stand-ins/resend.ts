import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A stand-in for Resend's `POST /emails`, over real HTTP: bearer key, required fields, idempotency keys
 * remembered with the body they came with, its error names, and faults on demand.
 *
 * The protocol is the public documentation's: same key and body → the first id; same key, other body →
 * 409 `invalid_idempotent_request`; same key while the first is being worked on → 409
 * `concurrent_idempotent_requests`.
 */
export async function startResend({ port = 0, apiKey = "re_stand_in_key" } = {}): Promise<ResendStandIn> {
  const accepted: AcceptedMail[] = [];
  const faults: Fault[] = [];
  const keys = new Map<string, { hash: string; id: string; done: boolean }>();
  const stalled = new Set<ServerResponse>();
  let requests = 0;

  const server = createServer((request, response) => {
    requests++;
    readBody(request).then(
      (body) => send(response, handle(request, response, body)),
      () => response.destroy(),
    );
  });

  function handle(request: IncomingMessage, response: ServerResponse, body: string): Reply {
    const fault = faults.shift();
    if (fault?.at === "before") return misbehaviour(fault);
    if (request.headers.authorization === undefined) return refusal(401, "missing_api_key");
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refusal(403, "invalid_api_key");
    if (request.method !== "POST") return refusal(405, "method_not_allowed");
    if (request.url !== "/emails") return refusal(404, "not_found");
    const mail = parse(body);
    if (!mail) return refusal(422, "missing_required_field");
    if (!/@[^>]+>?$/.test(mail.from)) return refusal(422, "invalid_from_address");

    const key = request.headers["idempotency-key"];
    if (Array.isArray(key) || (key && key.length > 256)) return refusal(400, "invalid_idempotency_key");
    const hash = createHash("sha256").update(body).digest("hex");
    const known = key ? keys.get(key) : undefined;
    if (known && known.hash !== hash) return refusal(409, "invalid_idempotent_request");
    if (known && !known.done) return refusal(409, "concurrent_idempotent_requests");
    if (known) return fault ? misbehaviour(fault) : { status: 200, body: { id: known.id } };

    const entry = { hash, id: mailId(accepted.length, hash), done: fault?.kind !== "stall" };
    accepted.push({ id: entry.id, idempotencyKey: key ?? null, ...mail });
    if (key) keys.set(key, entry);
    if (!fault) return { status: 200, body: { id: entry.id } };
    // While its answer is held back, the provider is still working on the mail.
    response.once("close", () => {
      entry.done = true;
    });
    return misbehaviour(fault);
  }

  function send(response: ServerResponse, reply: Reply): void {
    if (reply === "drop") {
      response.destroy();
    } else if (reply === "stall") {
      stalled.add(response);
      response.once("close", () => stalled.delete(response));
    } else {
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
    }
  }

  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    apiKey,
    accepted,
    requests: () => requests,
    fail(...next) {
      faults.push(...next);
    },
    stalledNow: () => stalled.size,
    forget: () => keys.clear(),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A mail that would have been sent. */
export interface AcceptedMail {
  id: string;
  idempotencyKey: string | null;
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
}

/** What goes wrong with the next request: before the mail is taken, or after. `stall` never answers. */
export type Fault =
  | { at: "before" | "after"; kind: "drop" | "stall" | "500" | "page" | "empty" }
  | { at: "before"; kind: "429"; retryAfter: number };

export interface ResendStandIn {
  /** For RESEND_BASE_URL. */
  url: string;
  /** For RESEND_API_KEY. */
  apiKey: string;
  /** Every mail that was taken, once. */
  accepted: AcceptedMail[];
  /** Requests that arrived, refused ones included. */
  requests(): number;
  /** Queues faults; each takes one request. */
  fail(...next: Fault[]): void;
  stalledNow(): number;
  /** Forgets the idempotency keys, as the provider does after 24 h. */
  forget(): void;
  stop(): Promise<void>;
}

type Reply = "drop" | "stall" | { status: number; body: unknown; headers?: Record<string, string> };

function misbehaviour(fault: Fault): Reply {
  switch (fault.kind) {
    case "drop":
    case "stall":
      return fault.kind;
    case "429": {
      const seconds = String(fault.retryAfter);
      const headers = { "retry-after": seconds, "ratelimit-remaining": "0", "ratelimit-reset": seconds };
      return refusal(429, "rate_limit_exceeded", headers);
    }
    case "500":
      return refusal(500, "application_error");
    case "page":
      return { status: 200, body: "<html>Sign in to this network</html>", headers: { "content-type": "text/html" } };
    case "empty":
      return { status: 200, body: {} };
  }
}

function refusal(statusCode: number, name: string, headers: Record<string, string> = {}): Reply {
  return { status: statusCode, body: { statusCode, name, message: name.replaceAll("_", " ") }, headers };
}

function parse(body: string): Omit<AcceptedMail, "id" | "idempotencyKey"> | null {
  try {
    const { from, to, subject, html, text, headers = {}, tags = [] } = JSON.parse(body);
    const whole = [from, subject, html, text].every((field) => typeof field === "string") && to !== undefined;
    return whole ? { from, to: [to].flat(), subject, html, text, headers, tags } : null;
  } catch {
    return null;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Unique and repeatable, so that a failing run reads the same the second time. */
function mailId(count: number, hash: string): string {
  return `${hash.slice(0, 8)}-0000-4000-8000-${String(count).padStart(12, "0")}`;
}
