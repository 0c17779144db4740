import { expect, seriousFindings, sidewaysOverflow, test } from "./fixtures";

for (const theme of ["light", "dark"] as const) {
  test(`the API reference in ${theme} is read without signing in, wide and narrow, with no serious finding`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/docs/api");
    await expect(page.getByRole("heading", { level: 1, name: "Management API" })).toBeVisible();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await seriousFindings(page), `at ${width} px`).toEqual([]);
      expect(await sidewaysOverflow(page), `at ${width} px`).toBe(0);
    }
  });
}

test("an endpoint is found by what is typed and led to by its heading", async ({ page }) => {
  await page.goto("/docs/api");
  const nav = page.getByRole("navigation", { name: "Endpoints" });
  await page.getByRole("searchbox", { name: "Find an endpoint" }).fill("post budgets");
  await expect(nav.getByRole("listitem")).toHaveText([/\/budgets$/, /\/budgets\/\{id\}\/reset$/]);
  await nav.getByRole("link", { name: "POST /budgets", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Add a budget, in force from the next call on" })).toBeInViewport();
});
