import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Database, defaultDataDir } from "./database";
import { readJson, writeJson } from "./json-file";

const secrets = ["COUNTERSIGN_SECRET", "CRON_SECRET"] as const;

/**
 * The environment of the app on this database. Embedded: the demo, with secrets made once and kept beside the data.
 * Elsewhere: no demo, and the secrets must be set; throws an Error that names the missing ones.
 */
export function appEnvironment(database: Database, origin: string): Record<string, string> {
  const own = database.dataDir ? secretsIn(database.dataDir) : {};
  const values = Object.fromEntries(secrets.map((name) => [name, process.env[name] || own[name] || ""]));
  const missing = secrets.filter((name) => !values[name]);
  if (missing.length > 0)
    throw new Error(
      `DATABASE_URL is set, so these must be set as well: ${missing.join(", ")}. Make each with: openssl rand -hex 32`,
    );
  return {
    ...values,
    DATABASE_URL: database.url,
    COUNTERSIGN_DEMO: database.embedded ? "1" : "0",
    COUNTERSIGN_EMBEDDED: database.embedded ? "1" : "0",
    APP_ORIGIN: process.env.APP_ORIGIN || origin,
    FILES_DIR: process.env.FILES_DIR || join(database.dataDir ?? defaultDataDir(), "files"),
  };
}

function secretsIn(dataDir: string): Record<string, string> {
  const file = join(dataDir, "secrets.json");
  const known = readJson<Record<string, string>>(file);
  if (known) return known;
  const made = Object.fromEntries(secrets.map((name) => [name, randomBytes(32).toString("hex")]));
  writeJson(file, made);
  return made;
}
