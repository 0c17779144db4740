import type { Page } from "@playwright/test";
import type { DemoFacts } from "../helpers/stack";
import { callGateway, expect, seriousFindings, sidewaysOverflow, test, waitForLog } from "./fixtures";
import { api } from "./rule-helpers";

const PAGES = [
  "",
  "/logs",
  "/keys",
  "/providers",
  "/rules",
  "/rules?tab=geo",
  "/rules?tab=model&test=demo/gpt-4o",
  "/projects",
  "/budgets",
  "/limits",
  "/holds",
  "/settings",
  "/settings/management-keys",
];
const WIDTHS = [1440, 390];
const THEMES = ["light", "dark"] as const;

/** What lies over a page: how to open it there, and what must be seen before it is judged. */
const OVERLAYS = {
  "the create-key dialog": { path: "/keys?new=true", seen: "Create key" },
  "the create-budget dialog": { path: "/budgets?new=true", seen: "Create budget" },
  "the create-limit dialog": { path: "/limits?new=true", seen: "Create limit" },
  "the add-provider dialog": { path: "/providers?new=true", seen: "Add provider" },
  "the add-rule dialog": { path: "/rules?tab=geo&new=true", seen: "Add country rule" },
  "the add-project dialog": { path: "/projects?new=true", seen: "Add project" },
  "the create-management-key dialog": { path: "/settings/management-keys?new=true", seen: "Create management key" },
} as const;

test.beforeAll(async ({ demo }) => {
  expect((await callGateway(demo, demo.key)).status).toBe(200);
});

async function open(page: Page, demo: DemoFacts, path: string, theme: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" });
  await page.goto(`/${demo.workspace}${path}`);
  await expect(page.locator("html")).toHaveClass(new RegExp(theme));
}

async function expectSound(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await seriousFindings(page), `at ${width} px`).toEqual([]);
    expect(await sidewaysOverflow(page), `at ${width} px`).toBe(0);
  }
}

for (const theme of THEMES) {
  const where = `in ${theme}, wide and narrow, has no serious finding and no sideways scroll`;

  for (const path of PAGES) {
    test(`${path || "/overview"} ${where}`, async ({ ownerPage: page, demo }) => {
      await open(page, demo, path, theme);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectSound(page);
    });
  }

  for (const [name, { path, seen }] of Object.entries(OVERLAYS)) {
    test(`${name} ${where}`, async ({ ownerPage: page, demo }) => {
      await open(page, demo, path, theme);
      await expect(page.getByRole("dialog").getByRole("heading", { name: seen })).toBeVisible();
      await expectSound(page);
    });
  }

  test(`the page of a key, with its edit dialog, ${where}`, async ({ ownerPage: page, demo }) => {
    await open(page, demo, "/keys", theme);
    await page.getByRole("row").nth(1).getByRole("link").first().click();
    await expect(page.getByText("What decides a call")).toBeVisible();
    await expectSound(page);
    await page.getByRole("button", { name: "Edit" }).click();
    await expect(page.getByRole("dialog").getByLabel("Allowed addresses")).toBeVisible();
    await expectSound(page);
  });

  test(`the details of a request ${where}`, async ({ ownerPage: page, demo }) => {
    await waitForLog(page, demo, { model: "gpt-4o-mini", status_code: 200 });
    await open(page, demo, "/logs?model=gpt-4o-mini", theme);
    await page.getByRole("row").nth(1).getByRole("link").click();
    await expect(page.getByRole("dialog").getByText("Input tokens")).toBeVisible();
    await expectSound(page);
  });

  test(`a budget's page ${where}`, async ({ ownerPage: page, demo }) => {
    const [budget] = await api<{ id: string }[]>(demo, "GET", "/budgets?q=end+user");
    await open(page, demo, `/budgets/${budget?.id}`, theme);
    await expect(page.getByText(/agrees? with the evidence/)).toBeVisible();
    await expectSound(page);
  });

  test(`a limit's counters ${where}`, async ({ ownerPage: page, demo }) => {
    const [limit] = await api<{ id: string }[]>(demo, "GET", "/rate-limits?q=end+user");
    await open(page, demo, `/limits?limit=${limit?.id}`, theme);
    await expect(page.getByRole("dialog").getByText(/never refused/)).toBeVisible();
    await expectSound(page);
  });

  test(`the sign-in ${where}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectSound(page);
  });
}
