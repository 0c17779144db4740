import type { Page } from "@playwright/test";
import { callGateway, expect, test } from "./fixtures";

async function createKey(page: Page, workspace: string, name: string): Promise<string> {
  await page.goto(`/${workspace}/keys`);
  await page.getByRole("button", { name: "Create key" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("The new key").inputValue();
  await page.getByRole("button", { name: "I have stored it" }).click();
  return key;
}

async function pick(page: Page, keyName: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${keyName}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a key is edited: its models bind the next call, and the focus returns to its menu", async ({
  ownerPage: page,
  demo,
}) => {
  const key = await createKey(page, demo.workspace, "edited");
  await pick(page, "edited", "Edit");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("edited twice");
  await dialog.getByLabel("Allowed models").fill("gpt-4o");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);

  await expect(page.getByRole("row").filter({ hasText: "edited twice" })).toContainText("gpt-4o");
  await expect(page.getByRole("button", { name: "Actions for edited twice" })).toBeFocused();
  expect((await callGateway(demo, key, "gpt-4o")).status).toBe(200);
  const refused = await callGateway(demo, key, "gpt-4o-mini");
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: "model_not_allowed" } });
});

test("a disabled key is refused, and works again once it is enabled", async ({ ownerPage: page, demo }) => {
  const key = await createKey(page, demo.workspace, "paused");
  const row = page.getByRole("row").filter({ hasText: "paused" });

  await pick(page, "paused", "Disable");
  await expect(row).toContainText(/disabled/i);
  const refused = await callGateway(demo, key);
  expect(refused.status).toBe(401);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: "key_disabled" } });

  await pick(page, "paused", "Enable");
  await expect(row).toContainText(/active/i);
  await expect.poll(async () => (await callGateway(demo, key)).status).toBe(200);
});

test("a key is created with the keyboard alone", async ({ ownerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}/keys`);
  await page.getByRole("button", { name: "Create key" }).first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("typed");

  // Through every control to the button that sends: none traps the focus, and none is skipped.
  const submit = dialog.getByRole("button", { name: "Create key" });
  for (let step = 0; step < 12; step += 1) {
    if (await submit.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page.getByLabel("The new key")).toBeFocused();
  const key = await page.getByLabel("The new key").inputValue();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("The new key")).toBeVisible();
  const done = dialog.getByRole("button", { name: "I have stored it" });
  for (let step = 0; step < 12; step += 1) {
    if (await done.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "typed" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Create key" }).first()).toBeFocused();
  expect((await callGateway(demo, key)).status).toBe(200);
});
