import type { Page } from "@playwright/test";
import type { DemoFacts } from "../helpers/stack";
import { callGateway, expect, test } from "./fixtures";

/** What a refused or answered call is told, in short. */
async function outcome(demo: DemoFacts, key: string, model?: string): Promise<string> {
  const { status, text } = await callGateway(demo, key, model);
  return status === 200 ? "200" : `${status} ${JSON.parse(text).error.code}`;
}

async function addRule(page: Page, what: { label: string; text: string; action: "Allow" | "Deny" }): Promise<void> {
  await page
    .getByRole("button", { name: /^Add \w+ rule$/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  if (what.action === "Deny") {
    await dialog.getByLabel("Action").click();
    await page.getByRole("option", { name: "Deny" }).click();
  }
  await dialog.getByLabel(what.label).fill(what.text);
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog).toHaveCount(0);
}

async function pick(page: Page, rule: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${rule}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("an address rule refuses the very next call, says so when asked, and lets calls pass once it is lifted", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/rules`);
  await page.getByRole("button", { name: "Add address rule" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address or range").fill("127.0.0.1/8");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog.getByLabel("Address or range")).toBeFocused();
  await expect(dialog).toContainText("write 127.0.0.0/8");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  expect(await outcome(demo, demo.key)).toBe("200");
  await addRule(page, { label: "Address or range", text: "127.0.0.0/8", action: "Deny" });
  expect(await outcome(demo, demo.key)).toBe("403 ip_not_allowed");

  await page.getByLabel("Test an address").fill("127.0.0.1");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("127.0.0.1 is refused: the workspace denies 127.0.0.0/8.")).toBeVisible();
  await expect(page).toHaveURL(/test=127\.0\.0\.1/);

  await pick(page, "Deny 127.0.0.0/8", "Switch off");
  await expect(page.getByRole("row").filter({ hasText: "127.0.0.0/8" })).toContainText("Off");
  expect(await outcome(demo, demo.key)).toBe("200");
  await expect(page.getByText(/127\.0\.0\.1 passes/)).toBeVisible();
  await pick(page, "Deny 127.0.0.0/8", "Delete");
  await page.getByRole("button", { name: "Delete rule" }).click();
  await expect(page.getByText("No address rules yet")).toBeVisible();
});

test("a model rule refuses what no pattern allows; a pattern stops at the slash", async ({ ownerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}/rules?tab=model`);
  await addRule(page, { label: "Model or pattern", text: "gpt-4o", action: "Allow" });
  expect(await outcome(demo, demo.key, "gpt-4o-mini")).toBe("403 model_not_allowed");
  expect(await outcome(demo, demo.key, "gpt-4o")).toBe("200");

  await pick(page, "Allow gpt-4o", "Edit");
  await page.getByRole("dialog").getByLabel("Model or pattern").fill("demo/*");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row").filter({ hasText: "demo/*" })).toBeVisible();
  expect(await outcome(demo, demo.key, "gpt-4o-mini")).toBe("200");

  await pick(page, "Allow demo/*", "Delete");
  await page.getByRole("button", { name: "Delete rule" }).click();
  await expect(page.getByText("No model rules yet")).toBeVisible();
});

test("a region is made of chosen countries, named by a rule, and cannot go while it is", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/rules?tab=geo`);
  await page.getByRole("button", { name: "Add region" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nordics");
  await dialog.getByLabel("Code").fill("nordics");
  await dialog.getByRole("combobox", { name: "Countries" }).click();
  for (const country of ["Sweden", "Norway"]) {
    await page.getByRole("combobox", { name: "Search" }).fill(country);
    await page.getByRole("option", { name: country }).click();
  }
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Add region" }).click();
  await expect(page.getByText("NORDICS")).toBeVisible();

  await page.getByRole("button", { name: "Add country rule" }).first().click();
  await dialog.getByRole("combobox", { name: "Country or region" }).click();
  await page.getByRole("combobox", { name: "Search" }).fill("nordics");
  await page.getByRole("option", { name: /Nordics/ }).click();
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Nordics, 2 countries" })).toBeVisible();

  await page.getByRole("button", { name: "Delete region NORDICS" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete region" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Country rules name NORDICS");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();

  await pick(page, "Allow NORDICS", "Delete");
  await page.getByRole("button", { name: "Delete rule" }).click();
  await page.getByRole("button", { name: "Delete region NORDICS" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete region" }).click();
  await expect(page.getByRole("button", { name: "Delete region NORDICS" })).toHaveCount(0);
});

test("Sentry Mode stops the next call, stands above every page, and lets calls pass again", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/settings`);
  await page.getByRole("button", { name: "Stop all calls" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Stop all calls" })).toBeDisabled();
  await question.getByRole("textbox").fill("Demo");
  await question.getByRole("button", { name: "Stop all calls" }).click();
  await expect(page.getByText("Sentry Mode is on.")).toBeVisible();
  expect(await outcome(demo, demo.key)).toBe("403 workspace_frozen");
  await page.getByRole("link", { name: "Logs", exact: true }).click();
  await expect(page.getByText("Sentry Mode is on.")).toBeVisible();

  await page.getByRole("link", { name: "Sentry Mode" }).click();
  await page.getByRole("button", { name: "Let calls pass" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Let calls pass" }).click();
  await expect(page.getByText("Sentry Mode is on.")).toHaveCount(0);
  expect(await outcome(demo, demo.key)).toBe("200");
});

test("a project is added, its key is frozen with it, and goes on once it is let go", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/projects`);
  await page.getByRole("button", { name: "Add project" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Journeys");
  await page.getByRole("dialog").getByRole("button", { name: "Add project" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Journeys" })).toContainText("Calls pass");

  await page.goto(`/${demo.workspace}/keys?new=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("of journeys");
  await dialog.getByLabel("Project").click();
  await page.getByRole("option", { name: "Journeys" }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("The new key").inputValue();
  expect(await outcome(demo, key)).toBe("200");

  await page.goto(`/${demo.workspace}/projects`);
  await pick(page, "Journeys", "Stop all calls");
  await page.getByRole("alertdialog").getByRole("textbox").fill("Journeys");
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop all calls" }).click();
  await expect(page.getByText("Project Journeys is frozen.")).toBeVisible();
  expect([await outcome(demo, key), await outcome(demo, demo.key)]).toEqual(["403 project_frozen", "200"]);
  await pick(page, "Journeys", "Let calls pass");
  await page.getByRole("alertdialog").getByRole("button", { name: "Let calls pass" }).click();
  await expect(page.getByText("Project Journeys is frozen.")).toHaveCount(0);
  expect(await outcome(demo, key)).toBe("200");
});
