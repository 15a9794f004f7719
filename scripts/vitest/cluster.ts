import type { TestProject } from "vitest/node";
import { migrate } from "@/db/migrate";
import { createOwnDatabase, openTemporaryDatabase, withDatabase } from "../lib/database";

/** What every test file needs to make a database of its own. */
export interface TestCluster {
  /** Superuser, any database. */
  adminUrl: string;
  /** The app's role, any database. */
  url: string;
  template: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** Once per run: one real Postgres in a temporary folder, with one migrated template. Nothing of it survives the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await openTemporaryDatabase();
  const adminUrl = database.adminUrl;
  if (!adminUrl) throw new Error("the test cluster has no superuser");
  const template = "countersign_template";
  try {
    await createOwnDatabase(adminUrl, template);
    await migrate(withDatabase(database.url, template));
  } catch (error) {
    await database.stop();
    throw error;
  }
  project.provide("cluster", { adminUrl, url: database.url, template });
  return () => database.stop();
}
