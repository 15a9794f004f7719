import fc from "fast-check";
import { encodeCursor } from "@/lib/paging";
import { type ActionPolicy, actions, encode, type Fields, garbage, multipart } from "./harness/actions";
import { absent, plantEverywhere, tellsTooMuch } from "./harness/crawl";
import { type Answer, type Ask, ask, each, signIn } from "./harness/http";
import { type Action, listActions, listRoutes } from "./harness/inventory";
import type { Plants } from "./harness/plant";
import { type Asker, askers, routes } from "./harness/policies";
import { expect, test } from "./test";
import { runSeed } from "./world/seed";

/** reliability.md B2: whatever is sent by those who may send something, the answer is no fault of ours and nothing is done. */
let plants: Plants;
const cookies = new Map<Asker, string | null>();
let origin = "";
let probes = 0;
const problems = new Set<string>();
const seed = runSeed();

test.beforeAll(async ({ baseURL }) => {
  console.info(`garbage: seed ${seed}`);
  origin = baseURL ?? "";
  plants = await plantEverywhere();
  for (const asker of askers) cookies.set(asker, asker === "nobody" ? null : await signIn(origin, asker));
  await ask(origin, "/api/demo/mailbox"); // what is queued leaves now, not while we look
});

test.beforeEach(() => problems.clear());

/** Neither field nor parameter, or one at the edge of what it may be. A lone surrogate is sent as the bytes it would have. */
const hostile = [
  ...["", " ", "\0", "\ud800", "\u202e\u200b", "\r\nBcc: x@evil.example", "💣".repeat(10_001), "x".repeat(100_001)],
  ...[
    "null",
    "undefined",
    "[object Object]",
    "true",
    "[]",
    "{}",
    '{"$gt":""}',
    "[".repeat(2_000),
    '"',
    "$K1",
    "$$",
    "$1:__proto__",
  ],
  ...["-1", "0", "NaN", "1e309", "0x10", "9".repeat(400), "1,2,3", "99999999999999999999.99", "9223372036854775808"],
  ...["2026-02-31", "0000-00-00", "9999-12-31", "+012026-01-01", "-271821-04-20T00:00:00.000Z", "24:61"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "../../etc/passwd",
    "%00",
    "%zz",
    "' or 1=1 --",
    "<script>alert(1)</script>",
  ],
];

const draw = <T>(from: readonly T[], salt: number, times: number): T[] =>
  fc.sample(fc.constantFrom(...from), { seed: seed + salt, numRuns: times });

type Due = "refusal" | "4xx" | "anything but a fault";

/** Notes what must never be. */
async function probe(told: string, path: string, request: Ask, due: Due = "refusal"): Promise<Answer> {
  probes++;
  const answer = await ask(origin, path, request);
  if (answer.status >= 500 || (due === "4xx" && answer.status < 400)) problems.add(`${told}: answers ${answer.status}`);
  if (tellsTooMuch(answer)) problems.add(`${told}: tells of our insides`);
  if (due === "refusal" && /"ok":true/.test(answer.body)) problems.add(`${told}: it was done`);
  return answer;
}

const pageOf = (action: Action) => (action.pages[0] ?? "/sign-in").replace(/\[[^\]]+\]/g, absent);

/** A person who may use the action, the form with which it would be done, and the same about nothing that exists. */
function fairUse(policy: ActionPolicy): { asker: Asker; whole: Fields; aimless: Fields } {
  const attempts = policy.attempts(plants);
  const fair = attempts.find(({ mayBy }) => mayBy.length > 0) ?? attempts[0];
  const whole = fair?.fields ?? {};
  const aimless = Object.fromEntries(
    policy.ids.map((id) => [id, id === "id" || id === "key" ? "" : id.endsWith("[]") ? [absent] : absent]),
  );
  return { asker: fair?.mayBy[0] ?? "admin", whole, aimless: { ...whole, ...aimless } };
}

const surrogate = Buffer.from([0xed, 0xa0, 0x80]);
/** As bytes, halves of characters included. */
const bytes = (body: string): Buffer =>
  Buffer.concat(
    body.split("\ud800").flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [surrogate, Buffer.from(part)])),
  );

const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);

/** Calls that would have been done, had the database let them. */
let undone = 0;

function call(action: Action, asker: Asker, told: string, sent: ReturnType<typeof encode>, due?: Due) {
  return probe(
    `${asker} calls ${action.name} ${told}`,
    pageOf(action),
    {
      method: "POST",
      cookie: cookies.get(asker) ?? null,
      body: bytes(sent.body),
      headers: { origin, "next-action": action.id, accept: "text/x-component", ...sent.headers },
    },
    due ?? (actions[action.name]?.gone ? "anything but a fault" : "refusal"),
  );
}

/** Every action that somebody signed in may call, with fields as the callback makes them from a person's fair use. */
const worksOf = (
  make: (
    use: ReturnType<typeof fairUse> & { action: Action; policy: ActionPolicy; salt: number },
  ) => (() => Promise<unknown>)[],
) =>
  listActions().flatMap((action, salt) => {
    const policy = actions[action.name];
    return policy && action.name !== "signOutAction" ? make({ ...fairUse(policy), action, policy, salt }) : [];
  });

test("an action answers every field that is none with a refusal, and does nothing", async ({ witness }) => {
  const before = await witness.digest();
  const works = worksOf(({ action, policy, asker, whole, aimless, salt }) => {
    const send = (told: string, sent: ReturnType<typeof encode>) => () => call(action, asker, told, sent);
    // With nothing to aim at a form that fits is done: those wait for the next test.
    if (policy.ids.length === 0) return [send("without a field", encode(policy, {}))];
    return [
      ...Object.keys(whole).flatMap((name, index) =>
        draw(hostile, salt * 100 + index, 1).map((value) =>
          send(`with ${name} = ${shown(value)}`, encode(policy, { ...aimless, [name]: several(name, value) })),
        ),
      ),
      ...draw(Object.keys(whole), salt, 1).map((name) =>
        send(`with a file for ${name}`, withFile(encode(policy, aimless), name)),
      ),
      ...draw(["__proto__", "constructor", "then", "toString[]", "", "$ACTION_ID_0"], salt, 2).map((name) =>
        send(`with a field named ${name}`, encode(policy, { ...aimless, [name]: "x" })),
      ),
      send("without a field", encode(policy, {})),
      () =>
        probe(`${asker} posts a plain form for ${action.name}`, pageOf(action), {
          method: "POST",
          cookie: cookies.get(asker) ?? null,
          ...plainly(action, origin, aimless),
        }),
    ];
  });
  await each(works, (work) => work(), 6);
  expect([...problems].sort()).toEqual([]);
  expect(await witness.digest(), "rows after garbage").toEqual(before);
  await isUp();
});

test("what gets past an action's checks is no fault either, down to the commit", async ({ witness }) => {
  const before = await witness.digest();
  const could = new Set<string>();
  const fair = worksOf(({ action, policy }) =>
    policy.attempts(plants).flatMap(({ fields, mayBy }) =>
      mayBy.map((asker) => async () => {
        const { body } = await call(action, asker, "fairly", encode(policy, fields), "anything but a fault");
        if (body.includes("unknown-outcome")) could.add(action.name);
      }),
    ),
  );
  const works = worksOf(({ action, policy, asker, whole, salt }) =>
    Object.keys(whole).flatMap((name, index) =>
      draw(hostile, salt * 100 + index + 50, 2).map((value) => async () => {
        const { body } = await call(
          action,
          asker,
          `with ${name} = ${shown(value)} and all else as it should be`,
          encode(policy, { ...whole, [name]: several(name, value) }),
        );
        if (body.includes("unknown-outcome")) undone++;
      }),
    ),
  );
  await witness.sql.unsafe(wall);
  try {
    await each([...fair, ...works], (work) => work(), 6);
  } finally {
    await witness.sql`drop function refuse_commit() cascade`;
  }
  expect([...problems].sort()).toEqual([]);
  expect(
    permitted().filter((name) => !could.has(name)),
    "actions whose fair use in harness/actions.ts is none: others are refused there for another reason than their right",
  ).toEqual(idle);
  expect(undone, "calls that were undone at their commit").toBeGreaterThan(40);
  expect(await witness.digest(), "rows after garbage").toEqual(before);
  await isUp();
});

/** Actions that somebody may use. */
const permitted = () =>
  listActions()
    .map(({ name }) => name)
    .filter((name) => actions[name]?.attempts(plants).some(({ mayBy }) => mayBy.length > 0));

/** What these are asked for is so already, or moves no row of a company. */
const idle = ["removeFromTeamAction", "showTeamAction", "switchAccountAction"];

/** Undoes every change of a company's rows as it is about to be committed, so that deeds may run to their end. */
const wall = `
  create function refuse_commit() returns trigger language plpgsql as $$ begin raise exception 'undone' using errcode = 'XX000'; end $$;
  do $$ declare t regclass; begin
    for t in select attrelid from pg_attribute a join pg_class c on c.oid = attrelid
      where attname = 'account_id' and relkind = 'r' and relnamespace = 'public'::regnamespace loop
      execute format('create constraint trigger wall after insert or update or delete on %s deferrable initially deferred for each row execute function refuse_commit()', t);
    end loop;
  end $$`;

const several = (name: string, value: string) => (name.endsWith("[]") ? [value, value] : value);

const withFile = ({ body, headers }: ReturnType<typeof encode>, name: string) => ({
  body: body.replace(`name="_1_${name}"`, `name="_1_${name}"; filename="x"\r\ncontent-type: text/plain`),
  headers,
});

/** As a browser without scripts posts it. */
function plainly({ id }: { id: string }, from: string, fields: Fields) {
  const parts = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text) => [name, text] as const));
  const { body, headers } = multipart([[`$ACTION_ID_${id}`, ""], ...parts]);
  return { body, headers: { origin: from, ...headers } };
}

test("what is no call of an action at all is answered with a 4xx, whoever sends it", async ({ witness }) => {
  const before = await witness.digest();
  const works = listActions().flatMap((action, salt) => {
    const policy = actions[action.name];
    if (!policy) return [];
    const { asker, whole } = fairUse(policy);
    const cookie = action.name === "signOutAction" ? null : (cookies.get(asker) ?? null);
    const send = (told: string, headers: Record<string, string>, body: string) => () =>
      probe(
        `${asker} calls ${action.name} ${told}`,
        pageOf(action),
        { method: "POST", cookie, body: bytes(body), headers: { accept: "text/x-component", ...headers } },
        "4xx",
      );
    const { body, headers } = encode(policy, whole);
    const id = { "next-action": action.id };
    return [
      ...garbage.map((junk) => send(`with ${shown(junk.body)}`, { origin, ...id, ...junk.headers }, junk.body)),
      // The whole and true form of somebody who may, and not from a page of ours.
      ...["https://evil.example", "null", "garbage", ""].map((foreign) =>
        send(`from “${foreign}”`, { ...id, ...headers, ...(foreign && { origin: foreign }) }, body),
      ),
      ...draw(["x".repeat(1_000_001), "💣".repeat(260_000)], salt, 1).map((large) =>
        send(
          "with more than a form may hold",
          { origin, ...id, ...headers },
          body.replace("\r\n\r\n", `\r\n\r\n${large}`),
        ),
      ),
    ];
  });
  const page = "/ab/jobs/approvals";
  const form = encode({ args: 2 }, { a: "b" });
  for (const id of ["0".repeat(42), `7f${"a".repeat(40)}`, "x", "__proto__", "..%2f", "1".repeat(4_000)]) {
    const from = { origin, "next-action": id, ...form.headers };
    const request = { method: "POST", cookie: cookies.get("admin") ?? null, body: form.body };
    works.push(() => probe(`an action “${id.slice(0, 20)}”`, page, { ...request, headers: from }, "4xx"));
    works.push(() =>
      probe(`a plain form for an action “${id.slice(0, 20)}”`, page, { ...request, ...plainly({ id }, origin, {}) }),
    );
  }
  await each(works, (work) => work(), 6);
  expect([...problems].sort()).toEqual([]);
  expect(await witness.digest(), "rows after what was no call").toEqual(before);
  await isUp();
});

test("an address with garbage behind it is answered, and a body or method it does not know is refused", async ({
  witness,
}) => {
  const before = await witness.digest();
  const works = listRoutes().flatMap((route, salt) => {
    const policy = routes[route];
    if (!policy || route === "/_global-error") return [];
    const asker = policy.who.find((each) => each !== "nobody") ?? "admin";
    const cookie = cookies.get(asker) ?? null;
    const seen = policy.things?.(plants).find(({ seenBy }) => seenBy.includes(asker));
    const path = route.includes("[") ? (seen?.path ?? policy.at?.(absent) ?? "/") : route;
    const join = path.includes("?") ? "&" : "?";
    const looks = fc.sample(query, { seed: seed + salt, numRuns: 2 }).map((asked) => () => {
      return probe(`${asker} GET ${path}${join}${asked.slice(0, 200)}`, `${path}${join}${asked}`, { cookie });
    });
    if (!route.startsWith("/api/")) return looks;
    const methods = ["POST", "PUT", "PATCH", "DELETE"];
    const posts = methods.flatMap((method) =>
      draw(bodies, salt, 2).map((junk) => () => {
        const told = `${asker} ${method} ${path} with ${shown(junk.body)}`;
        return probe(
          told,
          path,
          { method, cookie, body: bytes(junk.body), headers: { origin, ...junk.headers } },
          "4xx",
        );
      }),
    );
    return [...looks, ...posts];
  });
  await each(works, (work) => work(), 6);
  expect([...problems].sort()).toEqual([]);
  expect(await witness.digest(), "rows after looking").toEqual(before);
  await isUp();
  console.info(`garbage: seed ${seed}, ${probes} probes, ${undone} undone at their commit`);
});

/** Every parameter that a page reads, and some that none does. */
const parameters =
  "tab waiting q requester approver team kind po sort after before filters state type status search to since month copy draft from request post mail token email error return page id __proto__ x[]".split(
    " ",
  );

/** Cursors in the shape of ours, at places that no list has. */
const cursors = ["2026-02-31 09:00:00+00", "9".repeat(30), "9999-12-31 ~ x", "a\0b", "__proto__", " #1"].map((value) =>
  encodeCursor({ value, id: absent }),
);

const inAddress = [
  ...hostile
    .filter((value) => value.length < 4_000)
    .map((value) => (value === "\ud800" ? "%ed%a0%80" : encodeURIComponent(value))),
  ...cursors,
  "%ff",
  "%C0%80",
];

const query = fc
  .array(fc.tuple(fc.constantFrom(...parameters), fc.constantFrom(...inAddress)), { minLength: 1, maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join("&"));

const json = { "content-type": "application/json" };
const bodies: { headers: Record<string, string>; body: string }[] = [
  ...garbage,
  ...[
    "",
    "{",
    "null",
    "[]",
    '{"persona":1}',
    '{"persona":"\\ud800"}',
    '{"persona":"__proto__"}',
    '{"advance":"x"}',
    '{"set":"2026-02-31"}',
    '{"__proto__":{"persona":"admin"}}',
  ].map((body) => ({ headers: json, body })),
  { headers: json, body: `"${"x".repeat(1_000_001)}"` },
  { headers: {}, body: "\ud800" },
];

/** It answers, and knows the person who asks. */
async function isUp(): Promise<void> {
  const { status, body } = await ask(origin, "/ab/jobs/approvals", { cookie: cookies.get("admin") ?? null });
  expect([status, body.includes("Northwind Grid")], "the server afterwards").toEqual([200, true]);
}
