import autocannon from "autocannon";
import { buildIfNeeded } from "../lib/build";
import { type Server, startServer } from "../lib/server";
import { addRequests, type BenchCompany, openBenchCompany, sessionFor } from "./company";
import { type Figure, median } from "./figure";

const dashboard = "/ab/jobs/approvals?tab=pending";
const demo = { COUNTERSIGN_DEMO: "1", COUNTERSIGN_EMBEDDED: "1" };

/** Requests a second of the approver's dashboard, 25 of 10,000 rows, against an empty dynamic page of the same server. */
export async function approvalsPage(): Promise<Figure> {
  return withServer(10_000, async (server, cookie) => {
    const rounds: { page: number; empty: number }[] = [];
    for (let round = 0; round < 3; round++) {
      rounds.push({
        page: await perSecond(server.url + dashboard, cookie),
        empty: await perSecond(`${server.url}/dev/empty`, cookie),
      });
    }
    return {
      value: median(rounds.map((round) => round.page)),
      floor: median(rounds.map((round) => round.empty)),
      unit: "requests/s",
      budget: "ratio ≥ 0.5",
      holds: (ratio) => ratio >= 0.5,
    };
  });
}

/** Median time of the same page with 1,000,000 requests in the company, against 1,000. */
export async function approvalsPageGrowth(): Promise<Figure> {
  return withServer(1_000, async (server, cookie, company) => {
    const small = await medianTime(server.url + dashboard, cookie);
    await addRequests(company, 1_001, 1_000_000);
    const large = await medianTime(server.url + dashboard, cookie);
    return { value: large, floor: small, unit: "ms", budget: "ratio ≤ 1.3", holds: (ratio) => ratio <= 1.3 };
  });
}

async function withServer(
  requests: number,
  measure: (server: Server, cookie: string, company: BenchCompany) => Promise<Figure>,
): Promise<Figure> {
  await buildIfNeeded();
  const company = await openBenchCompany();
  try {
    await addRequests(company, 1, requests);
    const server = await startServer({ databaseUrl: company.url, env: demo });
    try {
      const cookie = `countersign.session=${await sessionFor(company, company.approverId)}`;
      await checkPage(server.url + dashboard, cookie);
      await perSecond(server.url + dashboard, cookie, 3);
      return await measure(server, cookie, company);
    } finally {
      await server.stop();
    }
  } finally {
    await company.stop();
  }
}

/** A figure of an error page would be worth nothing. */
async function checkPage(url: string, cookie: string): Promise<void> {
  const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
  const rows = (await answer.text()).match(/Payroll audit \d+/g)?.length ?? 0;
  if (answer.status !== 200 || rows < 25) throw new Error(`The dashboard answered ${answer.status} with ${rows} rows.`);
}

async function perSecond(url: string, cookie: string, seconds = 6): Promise<number> {
  const result = await autocannon({ url, headers: { cookie }, connections: 4, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no success, ${result.errors} failed.`);
  return result.requests.average;
}

async function medianTime(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 220; turn++) {
    const start = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    await answer.arrayBuffer();
    if (turn >= 20) times.push(performance.now() - start);
  }
  return median(times);
}
