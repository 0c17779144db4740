import { callGateway, expect, seriousFindings, test } from "./fixtures";

const PAGES = ["", "/logs", "/keys", "/providers"];
const WIDTHS = [1440, 390];
const THEMES = ["light", "dark"] as const;

test.beforeAll(async () => {
  const { DemoFacts } = await import("../helpers/stack");
  const demo = DemoFacts.parse(JSON.parse(process.env.SLUICE_E2E_DEMO ?? "{}"));
  expect((await callGateway(demo, demo.key)).status).toBe(200);
});

for (const theme of THEMES) {
  for (const width of WIDTHS) {
    for (const path of PAGES) {
      test(`${path || "overview"} in ${theme} at ${width} px has no serious finding and no sideways scroll`, async ({
        ownerPage: page,
        demo,
      }) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`/${demo.workspace}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("html")).toHaveClass(new RegExp(theme));
        expect(await seriousFindings(page)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
      });
    }
  }
}

test("the sign-in page has no serious finding in either theme", async ({ page }) => {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  }
});
