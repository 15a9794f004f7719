import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * One program of this folder as one file, so that processes of their own begin in an instant.
 * @returns the file, and what removes it again
 */
export async function bundleProgram(program: string): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-worker-"));
  const file = join(folder, `${basename(program, ".ts")}.cjs`);
  await build({
    entryPoints: [`db/model/${program}`],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    tsconfig: "tsconfig.scripts.json",
    logLevel: "warning",
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
