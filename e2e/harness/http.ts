import { Agent, request } from "node:http";

export type Ask = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  cookie?: string | null;
};

export type Answer = { status: number; headers: Record<string, string>; body: string };

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * One request, its path sent exactly as written (no normalising of dots and slashes), redirects not followed.
 * @param origin of the server, such as http://localhost:3210
 */
export function ask(
  origin: string,
  path: string,
  { method = "GET", headers = {}, body, cookie }: Ask = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const all = {
    ...headers,
    ...(cookie ? { cookie } : {}),
    ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, hostname, port, path, method, headers: all, timeout: 120_000 }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const found = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(found),
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path} was not answered within a minute`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Runs the work for every item, a few at a time; results in the order of the items. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>, width = 4): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const runner = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: width }, runner));
  return results;
}

/** The session cookie of a persona, as a header. */
export async function signIn(origin: string, persona: string): Promise<string> {
  const body = JSON.stringify({ persona });
  const answer = await ask(origin, "/api/demo/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const cookie = answer.headers["set-cookie"]?.split(";")[0];
  if (answer.status !== 200 || !cookie) throw new Error(`Signing in as ${persona} answered ${answer.status}.`);
  return cookie;
}
