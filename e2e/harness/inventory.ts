import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A Server Action of the build. `page`: where it can be called, as a route such as /ab/jobs/offers/new. */
export type Action = { name: string; id: string; pages: string[] };

type ActionManifest = {
  node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
  edge: Record<string, unknown>;
};

const read = <T>(file: string): T => JSON.parse(readFileSync(join(".next", file), "utf8")) as T;

/** Every address the build serves, by the framework's own list. */
export function listRoutes(): string[] {
  return [...new Set(Object.values(read<Record<string, string>>("app-path-routes-manifest.json")))].sort();
}

/** Those of them that are pages to look at, not answers to programs. */
export function listPages(): string[] {
  return Object.entries(read<Record<string, string>>("app-path-routes-manifest.json"))
    .flatMap(([file, route]) => (file.endsWith("/page") ? [route] : []))
    .sort();
}

/** The route that answers a path, or null. An address of its own, such as /new, comes before what stands behind an id. */
export function routeOf(path: string): string | null {
  const { pathname } = new URL(path, "http://localhost");
  const answers = (route: string) =>
    new RegExp(`^${route.replace(/\[\.\.\.[^\]]+\]/g, ".+").replace(/\[[^\]]+\]/g, "[^/]+")}$`).test(pathname);
  const ids = (route: string) => route.split("[").length;
  return (
    listRoutes()
      .filter(answers)
      .toSorted((one, other) => ids(one) - ids(other))[0] ?? null
  );
}

/** Every Server Action that the build can be called with. */
export function listActions(): Action[] {
  const { node, edge } = read<ActionManifest>(join("server", "server-reference-manifest.json"));
  if (Object.keys(edge).length > 0)
    throw new Error("There are actions on the edge runtime; the harness does not know them.");
  const routeOfFile = read<Record<string, string>>("app-path-routes-manifest.json");
  return Object.entries(node)
    .map(([id, { exportedName, workers }]) => ({
      id,
      name: exportedName,
      pages: Object.keys(workers).map((worker) => routeOfFile[worker.replace(/^app/, "")] ?? ""),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
