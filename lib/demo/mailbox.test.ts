import postgres from "postgres";
import { afterAll, expect, test, vi } from "vitest";
import { closePool } from "@/db/client";
import { mailboxPage } from "./mailbox";

vi.hoisted(() => {
  process.env.COUNTERSIGN_DEMO = "1";
});
const { GET } = await import("@/app/api/demo/mailbox/route");

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await closePool();
});

const origin = "http://localhost:3000";
const get = async (path: string) => {
  const answer = await GET(new Request(origin + path));
  const next = /^<(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  return {
    status: answer.status,
    next,
    mails: answer.ok ? ((await answer.json()) as { id: string; at: string }[]) : [],
  };
};

test("a mailbox of more mails than one answer says where the others are, and no mail comes twice", async () => {
  // Ten at every instant, so that the order among equals is asked for too.
  await sql`
    insert into mailbox_messages (id, idempotency_key, kind, to_address, subject, html, text, headers, at)
    select gen_random_uuid(), 'page/' || n, 'spend-alerts', 'many@mails.example', 'Mail ' || n, '', '', '{}',
      '2026-05-04T09:00:00.123Z'::timestamptz + (n / 10) * interval '1 second'
    from generate_series(1, ${mailboxPage * 2 + 1}::int) n`;
  const seen: string[] = [];
  const sizes: number[] = [];
  let path: string | undefined = "/api/demo/mailbox?to=many%40mails.example&since=2026-05-04T09%3A00%3A00Z";
  while (path) {
    const page: Awaited<ReturnType<typeof get>> = await get(path);
    seen.push(...page.mails.map(({ id }) => id));
    sizes.push(page.mails.length);
    path = page.next;
  }
  expect(sizes).toEqual([mailboxPage, mailboxPage, 1]);
  expect(new Set(seen).size).toBe(mailboxPage * 2 + 1);
});

test("a page that ends here names no next one, and a made-up one is refused", async () => {
  expect(await get("/api/demo/mailbox?to=nobody@mails.example")).toMatchObject({
    status: 200,
    next: undefined,
    mails: [],
  });
  expect((await get("/api/demo/mailbox?before=nonsense")).status).toBe(422);
});
