import "server-only";
import type { PersonActor } from "../actor";
import { writeAs } from "../ctx";
import { type ImportSetInput, importSet } from "./import-set";
import { type ImportAnswer, mostProblems } from "./rules";

/** An import from the browser: one transaction around all files. @throws ForbiddenError */
export async function takeImport(actor: PersonActor, input: ImportSetInput): Promise<ImportAnswer> {
  const { ok, report } = await writeAs(actor, (ctx) => importSet(ctx, input));
  const problems = report.problems.slice(0, mostProblems);
  const files = report.files.map((file) => ({ ...file, knownLines: shorten(file.knownLines) }));
  return { ok, report: { ...report, files, problems, more: report.problems.length - problems.length } };
}

/** What a cell of a table can show; every tenth line known is no range that anybody reads. */
const shorten = (ranges: string) => (ranges.length > 200 ? `${ranges.slice(0, 200)} …` : ranges);
