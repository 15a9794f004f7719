// Plain Node, no packages: this runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (...parts) => join(root, ...parts);
const oldestNode = [20, 19];

/**
 * Makes the folder ready to run: refuses an old Node, installs when `node_modules` does not hold what the lockfile
 * says, and applies our driver patch. Says nothing when there is nothing to do. Throws an Error whose message is meant
 * for people.
 *
 * Packages are installed with `--ignore-scripts`, whatever npm's own default is: nothing a dependency ships runs during
 * the installation. The two scripts we need are done here and at start instead (the driver patch, and the library links
 * of the embedded Postgres in `scripts/lib/postgres-binaries.ts`).
 */
export async function prepare() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
    throw new Error(
      `Countersign needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}. See https://nodejs.org.`,
    );
  if (!isInstalled()) await install();
  await applyPatches();
}

/** True when every package the lockfile wants for this machine is present in exactly that version. Compares contents, not dates. */
function isInstalled() {
  const wanted = packagesOf(inRoot("package-lock.json"));
  const present = packagesOf(inRoot("node_modules", ".package-lock.json"));
  if (!wanted)
    throw new Error("package-lock.json is missing or unreadable: this is not a complete copy of Countersign.");
  if (!present) return false;
  const same = (path) =>
    present[path]?.version === wanted[path].version && present[path]?.integrity === wanted[path].integrity;
  const needed = Object.keys(wanted).filter((path) => path !== "" && !wanted[path].extraneous);
  return needed.every((path) => same(path) || (wanted[path].optional && !present[path]));
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** `--include` because NODE_ENV=production would leave out what the build needs. */
async function install() {
  const ended = await say("Installing packages", () =>
    run(npm(), ["ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund"]),
  );
  if (ended.code !== 0) throw new Error(`npm ci failed:\n${ended.output.trim()}`);
}

/** The npm that started us, else the one on the path. */
function npm() {
  const own = process.env.npm_execpath;
  return own && /npm-cli\.c?js$/.test(own)
    ? [process.execPath, own]
    : [process.platform === "win32" ? "npm.cmd" : "npm"];
}

/** Runs patch-package unless exactly these patches were applied to this installation already. */
async function applyPatches() {
  const folder = inRoot("patches");
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".patch"))
        .sort()
    : [];
  if (names.length === 0) return;
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  const stamp = inRoot("node_modules", ".countersign-patches");
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && hasPatchMarker()) return;
  let ended = await patch();
  if (ended.code !== 0) {
    // An older version of the patch is in place: only a fresh copy of the package can take the new one.
    await install();
    ended = await patch();
  }
  if (ended.code !== 0) throw new Error(`The driver patch could not be applied:\n${ended.output.trim()}`);
  writeFileSync(stamp, wanted);
}

const patch = () => run([process.execPath], [inRoot("node_modules", "patch-package", "index.js"), "--error-on-fail"]);

/** `npm ci` by hand removes the patch together with the package, but may leave our stamp. */
function hasPatchMarker() {
  const driver = inRoot("node_modules", "postgres", "src", "index.js");
  return existsSync(driver) && readFileSync(driver, "utf8").includes("countersignPatch");
}

function run([command, ...first], rest) {
  return new Promise((resolve) => {
    let output = "";
    // No prompt may wait for an answer, and an installation must not go on when we are told to end.
    const child = spawn(command, [...first, ...rest], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      shell: command.endsWith(".cmd"),
    });
    const end = () => {
      child.kill("SIGTERM");
      process.exit(130);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const settle = (code, error = "") => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, end);
      resolve({ code, output: output + error });
    };
    child.on("error", (error) => settle(1, String(error)));
    child.on("close", (code) => settle(code ?? 1));
  });
}

/** One line that counts seconds on a terminal; a line at the beginning and one at the end elsewhere. */
async function say(label, work) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const live = process.stdout.isTTY;
  if (!live) console.log(`${label} …`);
  const timer = live ? setInterval(() => process.stdout.write(`\r${label} … ${seconds()} s`), 1000) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    console.log(`${live ? "\r" : ""}${label} … done in ${seconds()} s`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  prepare().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
