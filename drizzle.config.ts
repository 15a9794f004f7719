import { defineConfig } from "drizzle-kit";

/** `npm run db:generate`: read the SQL it writes, then complete by hand what the generator cannot say. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema",
  out: "./db/migrations",
  casing: "snake_case",
});
