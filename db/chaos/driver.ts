import { createRequire } from "node:module";
import patched from "postgres";
import unpatched from "postgres-unpatched";

export type Driver = typeof patched;
export type DriverName = "patched" | "patched-cjs" | "unpatched";

/**
 * The copy of the database driver under test: our patched one as `import` loads it, the same as `require` loads it, or
 * the copy from the registry that must fail.
 */
export function driverNamed(name: DriverName): Driver {
  switch (name) {
    case "patched":
      return patched;
    case "patched-cjs":
      return createRequire(import.meta.url)("postgres") as Driver;
    case "unpatched":
      return unpatched as unknown as Driver;
  }
}
