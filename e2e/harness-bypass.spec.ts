import { variants } from "./harness/bypass";
import { plantEverywhere, tellsTooMuch } from "./harness/crawl";
import { ask, each, signIn } from "./harness/http";
import { listRoutes } from "./harness/inventory";
import { canaries, routes } from "./harness/policies";
import { expect, test } from "./test";

/** reliability.md B6: no header and no spelling shows a protected page to nobody. */
test("header and address variants open no protected page", async ({ baseURL }) => {
  const origin = baseURL ?? "";
  const plants = await plantEverywhere();
  const words = canaries(plants).map(({ word }) => word);
  const paths = listRoutes().flatMap((route) => {
    const policy = routes[route];
    if (!policy || policy.demo || policy.who.includes("nobody")) return [];
    return route.includes("[")
      ? (policy
          .things?.(plants)
          .slice(0, 1)
          .map(({ path }) => path) ?? [])
      : [route];
  });
  // The words are the right ones: the right person is sent them at the same addresses.
  const cookie = await signIn(origin, "hiring-manager");
  const seen = await each(
    paths.filter((path) => path.startsWith("/ab")),
    (path) => ask(origin, path, { cookie }),
  );
  expect(
    seen.filter(({ status, body }) => status === 200 && words.some((word) => body.includes(word))).length,
  ).toBeGreaterThan(8);

  const problems: string[] = [];
  // Every variant on a sixth of the addresses, another sixth for the next variant: all of all takes minutes.
  const probes = paths.flatMap((path, row) =>
    variants.flatMap((variant, column) => ((row + column) % 6 === 0 ? [{ path, variant }] : [])),
  );
  await each(
    probes,
    async ({ path, variant }) => {
      const { headers = {}, method = "GET" } = variant;
      const answer = await ask(origin, variant.path(path), { method, headers });
      const told = `${variant.name}: ${method} ${variant.path(path)}`;
      if (answer.status >= 500 && answer.status !== 501) problems.push(`${told} answers ${answer.status}`);
      for (const word of words)
        if (answer.body.includes(word) && !variant.path(path).includes(word)) problems.push(`${told} holds “${word}”`);
      if (tellsTooMuch(answer)) problems.push(`${told} tells of our insides`);
      if (
        /text\/html/.test(answer.headers["content-type"] ?? "") &&
        answer.body &&
        !answer.headers["content-security-policy"]
      )
        problems.push(`${told} is a document without a content policy`);
    },
    6,
  );
  expect([...new Set(problems)].sort()).toEqual([]);
  console.info(`bypass: ${probes.length} probes, ${variants.length} variants of ${paths.length} addresses`);
});
