// What every npm script runs: `node scripts/run.mjs start --dev` prepares the folder, then runs scripts/start.ts here, in
// this very process. Not `prestart` + `tsx`: pre-scripts are skipped where `ignore-scripts` is set, and a wrapper process
// between npm and the launcher would have to pass on every signal.
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { prepare } from "./prepare.mjs";

const [name, ...args] = process.argv.slice(2);
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
if (!name || !existsSync(script)) {
  console.error(`There is no scripts/${name}.ts.`);
  process.exit(1);
}
try {
  await prepare();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// Settings of this folder (see .env.example); what the environment says already wins.
if (existsSync(".env")) process.loadEnvFile(".env");
// Child processes that use tsx themselves find the same settings.
process.env.TSX_TSCONFIG_PATH = fileURLToPath(new URL("../tsconfig.scripts.json", import.meta.url));
process.argv = [process.argv[0], script, ...args];
await import("tsx");
await import(pathToFileURL(script).href);
