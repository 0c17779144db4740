import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";
import sparticuz from "@sparticuz/chromium";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The chosen browser, else the system's, else the one that npm brings for linux-x64, else Playwright's own. */
async function chromiumPath(): Promise<string | undefined> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, which does not exist.`);
    return chosen;
  }
  if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  return process.platform === "linux" && process.arch === "x64" ? await sparticuz.executablePath() : undefined;
}

const executablePath = await chromiumPath();
const desktop = devices["Desktop Chrome"];

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/e2e/global-setup.ts",
  // One browser against one stack: journeys would see each other's rows.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ...(process.env.SLUICE_E2E_URL ? { baseURL: process.env.SLUICE_E2E_URL } : {}),
    screenshot: "only-on-failure",
    trace: "off",
    video: "off",
    launchOptions: { args: flags, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: "journeys", testMatch: "**/*.spec.ts", use: { ...desktop, viewport: { width: 1440, height: 900 } } },
  ],
});
