import { callGateway, expect, test } from "./fixtures";
import { makeKey, narrowTo, pickAction } from "./rule-helpers";

test("a limit is created, fills up as calls pass, refuses the next one, and is gone once deleted", async ({
  ownerPage: page,
  demo,
}) => {
  const { key } = await makeKey(demo, "limited caller");
  await page.goto(`/${demo.workspace}/limits?new=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Limit", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Create limit" }).click();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await expect(dialog.getByLabel("Limit", { exact: true })).toHaveAttribute("aria-invalid", "true");

  await dialog.getByLabel("Name").fill("Three an hour");
  await dialog.getByLabel("Limit", { exact: true }).fill("3");
  await dialog.getByRole("combobox", { name: "In each" }).click();
  await page.getByRole("option", { name: "hour", exact: true }).click();
  await narrowTo(page, "Key", "limited caller");
  await expect(
    dialog.getByText("All calls with key “limited caller” together may make at most 3 requests"),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Create limit" }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole("row").filter({ hasText: "Three an hour" });
  await expect(row).toContainText("limited caller");
  await expect(row.getByRole("meter", { name: "0 of 3 requests" })).toBeAttached();
  for (let call = 0; call < 3; call += 1) expect((await callGateway(demo, key)).status).toBe(200);
  await expect(row.getByRole("meter", { name: "3 of 3 requests" })).toBeAttached();
  await expect(row).toContainText("100%");
  await expect(row).toContainText("Full");
  const refused = await callGateway(demo, key);
  expect(refused.status).toBe(429);
  expect(JSON.parse(refused.text)).toMatchObject({ sluice: { rule: { name: "Three an hour", limit: 3 } } });

  await pickAction(page, "Three an hour", "Reset usage");
  await page.getByRole("alertdialog").getByRole("button", { name: "Reset usage" }).click();
  await expect(row.getByRole("meter", { name: "0 of 3 requests" })).toBeAttached();
  expect((await callGateway(demo, key)).status).toBe(200);

  await pickAction(page, "Three an hour", "Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete limit" }).click();
  await expect(row).toHaveCount(0);
});

test("a limit with buckets asks for what a bucket needs, and shows a counter for each end user", async ({
  ownerPage: page,
  demo,
}) => {
  const { key } = await makeKey(demo, "bucket caller");
  await page.goto(`/${demo.workspace}/limits?new=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Bucket of five");
  await dialog.getByLabel("Limit", { exact: true }).fill("5");
  await expect(dialog.getByLabel("Refill a second")).toHaveCount(0);
  await dialog.getByRole("combobox", { name: "Strategy" }).click();
  await page.getByRole("option", { name: "Token bucket" }).click();
  await dialog.getByLabel("Refill a second").fill("0.001");
  await narrowTo(page, "Key", "bucket caller");
  await dialog.getByRole("button", { name: "end user", exact: true }).click();
  await dialog.getByRole("combobox", { name: "What happens" }).click();
  await page.getByRole("option", { name: "Only count (shadow)" }).click();
  await dialog.getByRole("button", { name: "Create limit" }).click();
  await expect(dialog).toHaveCount(0);

  expect((await callGateway(demo, key)).status).toBe(200);
  await page.getByRole("button", { name: "Bucket of five", exact: true }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("never refused");
  await expect(sheet.getByRole("meter", { name: /^no end user: 1, 4 requests left$/ })).toBeAttached();
  await expect(page).toHaveURL(/limit=/);
  await page.keyboard.press("Escape");
  await page.getByLabel("Find a limit").fill("bucket caller");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page).toHaveURL(/q=bucket/);
});

test("a viewer sees limits and budgets, and nothing that would change them", async ({ viewerPage: page, demo }) => {
  for (const segment of ["limits", "budgets"]) {
    await page.goto(`/${demo.workspace}/${segment}?new=true`);
    await expect(page.getByRole("row").nth(1)).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("button", { name: /Create|Actions for/ })).toHaveCount(0);
  }
  await page.goto(`/${demo.workspace}/holds`);
  await expect(page.getByRole("heading", { name: "Drift" })).toBeVisible();
});
