import "server-only";
import type { PersonActor } from "../actor";
import { writeAs } from "../ctx";
import { type ImportSetInput, importSet } from "./import-set";
import { type ImportAnswer, mostProblems } from "./rules";

/** An import from the browser: one transaction around all files. @throws ForbiddenError */
export async function takeImport(actor: PersonActor, input: ImportSetInput): Promise<ImportAnswer> {
  const { ok, report } = await writeAs(actor, (ctx) => importSet(ctx, input));
  const problems = report.problems.slice(0, mostProblems);
  return { ok, report: { ...report, problems, more: report.problems.length - problems.length } };
}
