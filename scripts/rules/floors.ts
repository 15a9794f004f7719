import path from "node:path";
import { type Finding, type Import, importsOf, type Source } from "./source";

/** What browser code may run of lib: names of files, with or without a noun's folder before them. */
const clientSafe = /^lib\/(?:[^/]+\/)?(?:rules|schema|actions|action-result|query-options|money|dates|words|cn)$/;
const floors = new Set(["app", "components", "lib", "db", "emails", "e2e", "scripts"]);

/**
 * The import rules that Biome's `noRestrictedImports` cannot word, because they ask whether an import is erased by the
 * compiler or where a relative path ends. Everything textual stands in biome.json.
 */
export function checkFloors(source: Source): Finding[] {
  const findings: Finding[] = [];
  const from = source.file.split("/")[0] ?? "";
  const refuse = (line: number, message: string) => findings.push({ file: source.file, line, message });
  if (isTest(source.file)) return findings;

  for (const each of importsOf(source)) {
    const target = resolve(source.file, each.specifier);
    if (!target) continue;
    const to = target.split("/")[0] ?? "";
    if (each.specifier.startsWith(".") && to !== from && floors.has(from) && floors.has(to)) {
      refuse(each.line, `write "@/${target}": between floors the alias is used, so that lint can see the arrow`);
    }
    if (runsInBrowser(source) && to === "lib" && !each.typeOnly && !clientSafe.test(target)) {
      refuse(
        each.line,
        `${target} is server code. Browser code runs rules, schema, actions, query-options, money, dates and words of lib; import its types with "import type", and be handed the data`,
      );
    }
  }
  const server = serverOnlyReason(source);
  if (server && !beginsWithServerOnly(source)) {
    refuse(1, `begin with import "server-only": ${server}, and must never reach a browser bundle`);
  }
  if (hasDirective(source, "use server") && !/^lib\/(?:.+\/)?actions\.ts$/.test(source.file)) {
    refuse(1, `Server Actions live in lib/<noun>/actions.ts, where they are found and tested as public endpoints`);
  }
  return findings;
}

/** Components may always end up in a browser bundle; elsewhere the file says so itself. */
function runsInBrowser(source: Source): boolean {
  return source.file.startsWith("components/") || hasDirective(source, "use client");
}

/** Why a file must carry the marker, or null. Queries and verbs are recognised by what they hold: a context or SQL. */
function serverOnlyReason(source: Source): string | null {
  if (source.file === "db/client.ts") return "it opens the database";
  if (!/^lib\/[^/]+\/.+\.tsx?$/.test(source.file) || clientSafe.test(withoutEnding(source.file))) return null;
  if (/\/queries\.ts$/.test(source.file)) return "it reads the database";
  const reason = (each: Import) => {
    const target = resolve(source.file, each.specifier);
    if (target === "lib/ctx" && (!each.typeOnly || each.names.some((name) => /^(Read)?Ctx$|^Db$/.test(name)))) {
      return "it works inside a transaction";
    }
    if (each.typeOnly) return null;
    return target?.startsWith("db/schema") || target === "db/client" ? "it touches tables" : null;
  };
  for (const each of importsOf(source)) {
    const found = reason(each);
    if (found) return found;
  }
  return null;
}

function beginsWithServerOnly({ ast }: Source): boolean {
  const [first] = ast.program.body;
  return first?.type === "ImportDeclaration" && first.source.value === "server-only";
}

function hasDirective({ ast }: Source, directive: string): boolean {
  return ast.program.directives.some((each) => each.value.value === directive);
}

/** A specifier as a path from the repository root without ending, or null for a package. */
function resolve(file: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return withoutEnding(specifier.slice(2));
  if (specifier.startsWith(".")) return withoutEnding(path.posix.join(path.posix.dirname(file), specifier));
  return null;
}

function withoutEnding(file: string): string {
  return file.replace(/\.(ts|tsx|js)$/, "").replace(/\/index$/, "");
}

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}
