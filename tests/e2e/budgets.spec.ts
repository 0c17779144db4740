import { callGateway, expect, test } from "./fixtures";
import { makeKey, narrowTo, pickAction } from "./rule-helpers";

test("a budget is created, spends as calls pass, is raised, refuses, and is deleted from its own page", async ({
  ownerPage: page,
  demo,
}) => {
  const { key } = await makeKey(demo, "spending caller");
  await page.goto(`/${demo.workspace}/budgets`);
  await page.getByRole("button", { name: "Create budget" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Pocket money");
  await dialog.getByLabel("Amount", { exact: true }).fill("much");
  await dialog.getByRole("button", { name: "Create budget" }).click();
  await expect(dialog.getByLabel("Amount", { exact: true })).toBeFocused();
  await dialog.getByLabel("Amount", { exact: true }).fill("10");
  await narrowTo(page, "Key", "spending caller");
  await dialog.getByRole("combobox", { name: "Time zone" }).click();
  await page.getByPlaceholder("Search…").fill("Berlin");
  await page.getByRole("option", { name: "Europe/Berlin" }).click();
  await expect(dialog.getByText("may cost at most $10.00 in each calendar month (Europe/Berlin).")).toBeVisible();
  await dialog.getByRole("button", { name: "Create budget" }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole("row").filter({ hasText: "Pocket money" });
  await expect(row).toContainText("Nothing spent yet");
  expect((await callGateway(demo, key)).status).toBe(200);
  await expect(row.getByRole("meter", { name: /^\$0\.0000\d+ spent and \$0\.00 held of \$10\.00$/ })).toBeAttached();

  await row.getByRole("link", { name: "Pocket money" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pocket money");
  await expect(page.getByText("The one counter agrees with the evidence.")).toBeVisible();
  await expect(page.getByText("by 1 calls, by day")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(dialog.getByLabel("Amount", { exact: true })).toHaveValue("10.00");
  await dialog.getByLabel("Amount", { exact: true }).fill("0.000000001");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Nothing left")).toBeVisible();
  await expect(page.getByText("Spent", { exact: true }).first()).toBeVisible();
  const refused = await callGateway(demo, key);
  expect(refused.status).toBe(402);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: "budget_exceeded" } });

  await pickAction(page, "Pocket money", "Delete");
  await page.getByRole("alertdialog").getByRole("textbox").fill("Pocket money");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete budget" }).click();
  await expect(page).toHaveURL(new RegExp(`/${demo.workspace}/budgets$`));
  await expect(row).toHaveCount(0);
  expect((await callGateway(demo, key)).status).toBe(200);
});

test("an address of no budget, or of none that can be, is not found", async ({ ownerPage: page, demo }) => {
  for (const id of ["01932c07-209f-7f3a-9a41-3f6c1f0b7d52", "no-id"]) {
    const answer = await page.request.get(`${demo.url}/${demo.workspace}/budgets/${id}`);
    expect(await answer.text()).toMatch(/not found|404/i);
  }
});
