import { defineConfig } from "@playwright/test";

/**
 * The browser stories and the harness around them, against the server that `npm run e2e` starts. Stories run side by
 * side; what looks at the whole database, changes the company's settings or moves the one demo clock runs one after the
 * other. `npm test` gives the stories, the harness, and settings with clock a server each; `npm run e2e` alone runs the
 * stories, then the rest.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: process.env.E2E_OUTPUT ?? "test-results",
  testMatch: "*.spec.ts",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A limit ends what hangs. A machine of many tenants may have a tenth of its speed for minutes: slow, not wrong.
  timeout: 900_000,
  expect: { timeout: 90_000 },
  reporter: "list",
  use: {
    baseURL: process.env.BASE_URL ?? "http://localhost:3000",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 90_000,
    navigationTimeout: 120_000,
    // A failure prints its page. E2E_TRACE=1 records every step besides, which takes longer.
    trace: process.env.E2E_TRACE === "1" ? "retain-on-failure" : "off",
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      // What the browser would look up for itself; on a machine without a network that only fails, many times over.
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
  projects: [
    { name: "stories", testIgnore: ["harness-*.spec.ts", "policy-*.spec.ts", "time-*.spec.ts"] },
    // Thousands of probes a test: minutes, and more of them where a build or another suite runs beside.
    { name: "harness", testMatch: "harness-*.spec.ts", workers: 1, timeout: 2_400_000 },
    { name: "policy", testMatch: "policy-*.spec.ts", workers: 1, dependencies: ["harness"] },
    // Months of the clock in one story.
    { name: "time", testMatch: "time-*.spec.ts", workers: 1, dependencies: ["policy"], timeout: 1_800_000 },
  ],
});
