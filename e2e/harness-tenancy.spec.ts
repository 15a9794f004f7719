import { type ActionPolicy, actions, encode } from "./harness/actions";
import { absent, malformed, plainly, plantEverywhere, tellsTooMuch } from "./harness/crawl";
import { type Answer, ask, each, signIn } from "./harness/http";
import { type Action, listActions, listRoutes } from "./harness/inventory";
import type { Plants } from "./harness/plant";
import { type Asker, askers, canaries, type RoutePolicy, routes, type Thing } from "./harness/policies";
import { expect, test } from "./test";

/** reliability.md B1 and B7: what the build serves × who asks × whose thing it is. */
let plants: Plants;
const cookies = new Map<Asker, string | null>();
let origin = "";
let probes = 0;

test.beforeAll(async ({ baseURL }) => {
  origin = baseURL ?? "";
  plants = await plantEverywhere();
  for (const asker of askers) cookies.set(asker, asker === "nobody" ? null : await signIn(origin, asker));
  await ask(origin, "/api/demo/mailbox"); // what is queued leaves now, not while we look
});

test("every address and every action of the build has a row of its own", () => {
  expect(
    listRoutes().filter((route) => !routes[route]),
    "addresses without a policy",
  ).toEqual([]);
  expect(
    listActions()
      .map((action) => action.name)
      .filter((name) => !actions[name]),
    "actions without a policy",
  ).toEqual([]);
  expect(
    Object.keys(routes).filter((route) => !listRoutes().includes(route)),
    "policies of addresses that are gone",
  ).toEqual([]);
});

test("nobody is sent a foreign byte; foreign, absent and malformed ids answer alike; looking changes nothing", async ({
  witness,
}) => {
  const before = await witness.digest();
  const words = canaries(plants);
  const problems: string[] = [];

  async function look(
    asker: Asker,
    route: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    probes++;
    const answer = await ask(origin, path, { cookie: cookies.get(asker) ?? null, headers });
    const told = `${asker} GET ${path}${headers.rsc ? " as data" : ""}`;
    if (answer.status >= 500 && route !== "/_global-error") problems.push(`${told} answers ${answer.status}`);
    if (tellsTooMuch(answer)) problems.push(`${told} tells of our insides`);
    if (!routes[route]?.demo) {
      const asked = decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/%(?:ff|c0|00)/gi, ""));
      for (const { word, seenBy } of words) {
        if (!seenBy.includes(asker) && !asked.includes(word) && answer.body.includes(word))
          problems.push(`${told} holds “${word}”`);
      }
    }
    return answer;
  }

  async function walk(asker: Asker, route: string, policy: RoutePolicy) {
    const expected = statusesOf(policy, asker);
    if (!route.includes("[")) {
      const answer = await look(asker, route, route);
      if (!expected.includes(answer.status))
        problems.push(`${asker} GET ${route} answers ${answer.status}, not ${expected.join(" or ")}`);
      await look(asker, route, route, { rsc: "1" });
    }
    const nothings = new Map<string, Answer>();
    for (const thing of policy.things?.(plants) ?? []) await compare(asker, route, thing, nothings);
    if (!policy.at) return;
    const nothing = await look(asker, route, policy.at(absent));
    for (const id of malformedFor(asker)) {
      const answer = await look(asker, route, policy.at(id));
      // An address that is none at all (%00) may be refused before anybody looks who is asking.
      if (answer.status !== nothing.status && ![400, 404].includes(answer.status))
        problems.push(`${asker} GET ${policy.at(id)} answers ${answer.status}, an absent id ${nothing.status}`);
    }
  }

  async function compare(asker: Asker, route: string, { path, id, seenBy }: Thing, nothings: Map<string, Answer>) {
    const answer = await look(asker, route, path);
    if (answer.status === 200) await look(asker, route, path, { rsc: "1" });
    if (seenBy.includes(asker)) {
      if (answer.status !== 200)
        problems.push(`${asker} GET ${path} answers ${answer.status}, though it is theirs to see`);
      return;
    }
    const gone = path.replace(id, absent);
    const nothing = nothings.get(gone) ?? (await look(asker, route, gone));
    nothings.set(gone, nothing);
    if (answer.status === 200 && !(routes[route]?.who.includes(asker) && nothing.status === 200))
      problems.push(`${asker} GET ${path} answers 200`);
    if (plainly(answer, id) !== plainly(nothing, absent))
      problems.push(`${asker} GET ${path}: foreign and absent differ`);
  }

  const pairs = Object.entries(routes).flatMap(([route, policy]) => askers.map((asker) => ({ asker, route, policy })));
  await each(pairs, ({ asker, route, policy }) => walk(asker, route, policy), 6);
  expect([...new Set(problems)].sort()).toEqual([]);
  expect(await witness.digest(), "rows after looking").toEqual(before);
});

test("HEAD answers without a body and changes nothing", async ({ witness }) => {
  const before = await witness.digest();
  const paths = Object.entries(routes).flatMap(([route, { at }]) =>
    route.includes("[") ? (at ? [at(absent)] : []) : [route],
  );
  const things = Object.values(routes).flatMap(({ things: of }) => of?.(plants).map((thing) => thing.path) ?? []);
  const problems: string[] = [];
  const roles = ["nobody", "admin", "approver", "freelancer"] as const;
  const pairs = [...new Set([...paths, ...things])].flatMap((path) => roles.map((asker) => ({ asker, path })));
  await each(
    pairs,
    async ({ asker, path }) => {
      probes++;
      const answer = await ask(origin, path, { method: "HEAD", cookie: cookies.get(asker) ?? null });
      if (answer.status >= 500 && path !== "/_global-error")
        problems.push(`${asker} HEAD ${path} answers ${answer.status}`);
      if (answer.body !== "") problems.push(`${asker} HEAD ${path} has a body`);
    },
    6,
  );
  expect(problems).toEqual([]);
  expect(await witness.digest(), "rows after HEAD").toEqual(before);
});

// Malformed ids and fields, by those who may: harness-garbage.spec.ts.
test("no action does anything for people without the right, with absent ids, or from another site", async ({
  witness,
}) => {
  const before = await witness.digest();
  const problems: string[] = [];

  async function call(
    asker: Asker,
    action: Action,
    policy: ActionPolicy,
    fields: Record<string, string | string[]>,
    { headers = {}, told = policy.gone ?? false }: { headers?: Record<string, string>; told?: boolean } = {},
  ) {
    probes++;
    const { body, headers: type } = encode(policy, fields);
    const page = (action.pages[0] ?? "/sign-in").replace(/\[[^\]]+\]/g, absent);
    const answer = await ask(origin, page, {
      method: "POST",
      cookie: cookies.get(asker) ?? null,
      body,
      headers: { origin, "next-action": action.id, accept: "text/x-component", ...type, ...headers },
    });
    const who = `${asker} calls ${action.name} with ${JSON.stringify(fields).slice(0, 160)}`;
    if (answer.status >= 500) problems.push(`${who}: answers ${answer.status}`);
    if (!told && /"ok":true/.test(answer.body)) problems.push(`${who}: it was done`);
    if (tellsTooMuch(answer)) problems.push(`${who}: tells of our insides`);
  }

  /** The actions since the last look at the rows. */
  const tried: string[] = [];
  async function look() {
    const after = await witness.digest();
    const moved = Object.keys(before).filter((table) => before[table] !== after[table]);
    if (moved.length > 0) problems.push(`one of ${tried.join(", ")} changed ${moved.join(", ")}`);
    Object.assign(before, after);
    tried.length = 0;
  }

  for (const action of listActions()) {
    const policy = actions[action.name];
    if (!policy) continue;
    const attempts = policy.attempts(plants);
    const calls = askers.flatMap((asker) => [
      ...attempts
        .filter(({ mayBy }) => !mayBy.includes(asker))
        .map(
          ({ fields, again }) =>
            () =>
              call(asker, action, policy, fields, again?.includes(asker) ? { told: true } : {}),
        ),
      ...policy.ids.map((name) => () => {
        const { fields } = attempts.find(({ mayBy }) => mayBy.includes(asker)) ?? {};
        return call(asker, action, policy, { ...attempts[0]?.fields, ...fields, ...nothingAs(name) });
      }),
      () => (action.name === "signOutAction" ? Promise.resolve() : call(asker, action, policy, {})),
    ]);
    const foreign = attempts.flatMap(({ fields, mayBy }) =>
      mayBy.map(
        (asker) => () =>
          call(asker, action, policy, fields, {
            headers: { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
          }),
      ),
    );
    await each([...calls, ...foreign], (work) => work(), 6);
    tried.push(action.name);
    // Looking at every row of every table takes longer than an action's probes.
    if (tried.length === 6) await look();
  }
  await look();
  expect([...new Set(problems)].sort()).toEqual([]);
  console.info(
    `tenancy: ${probes} probes over ${listRoutes().length} addresses and ${listActions().length} actions as ${askers.length} people`,
  );
});

/** Every person tries three of the malformed ids, each of them another three, so that every one is tried everywhere. */
const malformedFor = (asker: Asker) =>
  [0, 1, 2].map((step) => malformed[(askers.indexOf(asker) * 3 + step) % malformed.length] ?? "0");

/** The id of nothing. What a form makes up for a new thing is left out instead: any id would do. */
const nothingAs = (name: string) => ({ [name]: name === "id" || name === "key" ? "" : absent });

function statusesOf({ who, others, answers = [200] }: RoutePolicy, asker: Asker): readonly number[] {
  if (who.includes(asker)) return answers;
  return (asker === "nobody" ? others?.nobody : others?.signedIn) ?? [404];
}
