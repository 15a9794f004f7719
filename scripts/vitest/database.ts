import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { cloneDatabase, dropDatabase, withDatabase } from "../lib/database";

// Runs before the imports of each test file, so that modules reading the environment see the file's own database.
const { adminUrl, url, template } = inject("cluster");
const name = `test_${randomBytes(6).toString("hex")}`;
await cloneDatabase(adminUrl, template, name);
process.env.DATABASE_URL = withDatabase(url, name);
process.env.ADMIN_DATABASE_URL = withDatabase(adminUrl, name);

afterAll(() => dropDatabase(adminUrl, name));
