import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { cloneDatabase, dropDatabase, withDatabase } from "../lib/database";

// Runs before the imports of each test file, so that modules reading the environment see the file's own database.
const { adminUrl, url, template } = inject("cluster");
const name = `test_${randomBytes(6).toString("hex")}`;
await cloneDatabase(adminUrl, template, name);
process.env.DATABASE_URL = withDatabase(url, name);
process.env.ADMIN_DATABASE_URL = withDatabase(adminUrl, name);
process.env.FILES_DIR = join(tmpdir(), `countersign-files-${name}`);

afterAll(async () => {
  rmSync(process.env.FILES_DIR ?? "", { recursive: true, force: true });
  await dropDatabase(adminUrl, name);
});
