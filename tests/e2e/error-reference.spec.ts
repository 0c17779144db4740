import { expect, seriousFindings, sidewaysOverflow, test } from "./fixtures";

for (const theme of ["light", "dark"] as const) {
  test(`the page of errors in ${theme} is read without signing in, wide and narrow, with no serious finding`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto("/docs/errors#credits_exhausted");
    await expect(page.getByRole("heading", { level: 1, name: "Errors of the proxy" })).toBeAttached();
    await expect(page.getByRole("heading", { name: "Credits exhausted" })).toBeInViewport();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await seriousFindings(page), `at ${width} px`).toEqual([]);
      expect(await sidewaysOverflow(page), `at ${width} px`).toBe(0);
    }
  });
}
