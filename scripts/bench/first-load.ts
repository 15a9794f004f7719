import { gzipSync } from "node:zlib";
import { buildIfNeeded } from "../lib/build";
import { startServer } from "../lib/server";
import { addRequests, openBenchCompany, sessionFor } from "./company";
import type { Figure } from "./figure";

/** kB of JavaScript, gzip, that the approvals dashboard loads at first, against an empty client page of the same build. */
export async function firstLoad(): Promise<Figure> {
  await buildIfNeeded();
  const company = await openBenchCompany();
  try {
    await addRequests(company, 1, 100);
    const server = await startServer({
      databaseUrl: company.url,
      env: { COUNTERSIGN_DEMO: "1", COUNTERSIGN_EMBEDDED: "1" },
    });
    try {
      const cookie = `countersign.session=${await sessionFor(company, company.approverId)}`;
      return {
        value: await scriptKilobytes(`${server.url}/ab/jobs/approvals`, cookie),
        floor: await scriptKilobytes(`${server.url}/dev/empty-client`, cookie),
        unit: "kB gzip",
        budget: "difference ≤ 90",
        difference: true,
        holds: (difference) => difference <= 90,
      };
    } finally {
      await server.stop();
    }
  } finally {
    await company.stop();
  }
}

/** Sums every script that the document names, in script tags and preloads alike. */
async function scriptKilobytes(url: string, cookie: string): Promise<number> {
  const answer = await fetch(url, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  const html = await answer.text();
  const paths = new Set(
    [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+\.js)[^"]*"/g)].map((match) => match[1] ?? ""),
  );
  let bytes = 0;
  for (const path of paths)
    bytes += gzipSync(Buffer.from(await (await fetch(new URL(path, url))).arrayBuffer())).length;
  return bytes / 1024;
}
