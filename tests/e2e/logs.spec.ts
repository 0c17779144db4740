import type { Locator, Page } from "@playwright/test";
import { callGateway, expect, test, waitForLog } from "./fixtures";

/** Rows by what stands in the column Status: the digits of a status also turn up in times, durations and amounts. */
function rowsOfStatus(page: Page, status: number): Locator {
  const cell = page.locator("td:nth-child(2)").filter({ hasText: new RegExp(`^${status}`) });
  return page.getByRole("table").getByRole("row").filter({ has: cell });
}

test("a filter is part of the address: it survives a reload and leaves with one click", async ({
  ownerPage: page,
  demo,
}) => {
  expect((await callGateway(demo, demo.key)).status).toBe(200);
  await fetch(`${demo.url}/api/proxy/no-such-provider/x`, { headers: { authorization: `Bearer ${demo.key}` } });
  await waitForLog(page, demo, { error_code: "provider_not_found" });
  await waitForLog(page, demo, { status_code: 200 });

  await page.goto(`/${demo.workspace}/logs?status=refused`);
  await expect(rowsOfStatus(page, 404).first()).toBeVisible();
  await expect(rowsOfStatus(page, 200)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveText(/Refused/);
  await expect(rowsOfStatus(page, 200)).toHaveCount(0);

  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "2xx succeeded" }).click();
  await expect(page).toHaveURL(/status=2xx/);
  await expect(rowsOfStatus(page, 200).first()).toBeVisible();
  await expect(rowsOfStatus(page, 404)).toHaveCount(0);

  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/status=/);
  await expect(rowsOfStatus(page, 404).first()).toBeVisible();
});

test("a filter that nothing fits says so and offers the way back", async ({ ownerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}/logs?model=a-model-that-nobody-called&range=1h`);
  await expect(page.getByText("No call matches")).toBeVisible();
  await page.getByRole("button", { name: "Show the last 30 days" }).click();
  await expect(page).toHaveURL(/range=30d/);
  await page.getByRole("main").getByRole("button", { name: "Clear filters" }).first().click();
  await expect(page.getByRole("table")).toBeVisible();
});

test("a refused request tells its reason and claims no price", async ({ ownerPage: page, demo }) => {
  await fetch(`${demo.url}/api/proxy/no-such-provider/x`, { headers: { authorization: `Bearer ${demo.key}` } });
  await waitForLog(page, demo, { error_code: "provider_not_found" });
  await page.goto(`/${demo.workspace}/logs?status=refused`);
  await rowsOfStatus(page, 404).first().getByRole("link").click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("alert")).toContainText("no-such-provider");
  await expect(sheet).not.toContainText(/price/i);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page).not.toHaveURL(/request=/);
});
