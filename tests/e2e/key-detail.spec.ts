import type { Page } from "@playwright/test";
import type { DemoFacts } from "../helpers/stack";
import { callGateway, expect, test } from "./fixtures";

/** A key made through the management API, with its page open. */
async function openKey(page: Page, demo: DemoFacts, body: object): Promise<{ id: string; key: string }> {
  const answer = await page.request.post(`${demo.url}/api/v1/keys`, {
    headers: { authorization: `Bearer ${demo.management_key}` },
    data: { all_providers: true, ...body },
  });
  const { data } = await answer.json();
  await page.goto(`/${demo.workspace}/keys/${data.api_key.id}`);
  return { id: data.api_key.id, key: data.key };
}

test("the page of a key shows its rules in order, and its counters move with real calls", async ({
  ownerPage: page,
  demo,
}) => {
  const rate_limit = { name: "Three a day", requests: 3, duration: "1d", calendar_aligned: true };
  const { key } = await openKey(page, demo, { name: "watched", rate_limit });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("watched");
  const steps = page.getByRole("listitem");
  await expect(steps.filter({ hasText: "The key is switched on." })).toBeVisible();
  const limit = steps.filter({ hasText: "Three a day" });
  await expect(limit).toContainText("0 of 3");
  expect((await callGateway(demo, key)).status).toBe(200);
  await expect(limit).toContainText("1 of 3");
  for (let call = 0; call < 2; call += 1) await callGateway(demo, key);
  expect((await callGateway(demo, key)).status).toBe(429);
  await expect(limit).toContainText("Full: refuses");
  await expect(limit).toContainText("0 left");
  await page.getByRole("link", { name: "Recent calls" }).click();
  await expect(page).toHaveURL(/\/logs\?.*key=/);
});

test("a question about a call is answered by the rules as they are, and stays in the address", async ({
  ownerPage: page,
  demo,
}) => {
  await openKey(page, demo, { name: "questioned", allowed_models: ["gpt-4o-mini"], allowed_ips: ["10.0.0.0/8"] });
  const form = page.getByRole("form", { name: "Describe a call" });
  await form.getByLabel("Model").fill("gpt-4o");
  await form.getByLabel("From address").fill("10.1.2.3");
  await form.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText("10.1.2.3 is one of the key's addresses.")).toBeVisible();
  const models = page.getByRole("listitem").filter({ hasText: "Key's models" });
  await expect(models).toContainText("Refuses");
  await expect(models).toContainText("model_not_allowed");
  await page.reload();
  await expect(models).toContainText("model_not_allowed");
  await form.getByLabel("From address").fill("no address");
  await form.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "address" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the question" }).click();
  await expect(page.getByText("The key may be used from 10.0.0.0/8.")).toBeVisible();
});

test("a key is edited in all its fields, and the next call obeys", async ({ ownerPage: page, demo }) => {
  const { key } = await openKey(page, demo, { name: "whole" });
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Allowed addresses").fill("192.0.2.1/24");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Allowed addresses")).toBeFocused();
  await expect(dialog).toContainText("write 192.0.2.0/24");
  await dialog.getByLabel("Allowed addresses").fill("192.0.2.0/24");
  await dialog.getByLabel("Tags").fill("journey\nnight");
  await dialog.getByRole("checkbox", { name: "Chat and completions" }).check();
  await dialog.getByLabel("About").fill("Edited in a journey.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  for (const text of ["192.0.2.0/24", "journey", "night", "Edited in a journey."]) {
    await expect(page.getByRole("definition").filter({ hasText: text }).first()).toBeVisible();
  }
  expect(JSON.parse((await callGateway(demo, key)).text)).toMatchObject({ error: { code: "ip_not_allowed" } });

  await page.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel("Allowed addresses").fill("");
  await dialog.getByRole("checkbox", { name: "Chat and completions" }).uncheck();
  await dialog.getByRole("checkbox", { name: "Embeddings" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  expect(JSON.parse((await callGateway(demo, key)).text)).toMatchObject({ error: { code: "scope_denied" } });
});

test("a rotated key works with both secrets while the grace lasts, and each end is shown", async ({
  ownerPage: page,
  demo,
}) => {
  const { key } = await openKey(page, demo, { name: "rotated" });
  const rotate = async (grace: RegExp | null) => {
    await page.getByRole("button", { name: "Rotate", exact: true }).click();
    if (grace) {
      await page.getByRole("dialog").getByLabel("Grace for the former secret").click();
      await page.getByRole("option", { name: grace }).click();
    }
    await page.getByRole("button", { name: "Rotate key" }).click();
    const secret = await page.getByLabel("The new key").inputValue();
    await page.getByRole("button", { name: "I have stored it" }).click();
    return secret;
  };
  const second = await rotate(null);
  await expect(page.getByRole("listitem").filter({ hasText: "Former secret" })).toContainText("Ends in 24 h");
  expect([(await callGateway(demo, key)).status, (await callGateway(demo, second)).status]).toEqual([200, 200]);

  const third = await rotate(/None/);
  await expect(page.getByText("Former secret", { exact: true })).toHaveCount(0);
  await expect(page.getByText("Rotated 2 times.")).toBeVisible();
  const statuses = [];
  for (const secret of [key, second, third]) statuses.push((await callGateway(demo, secret)).status);
  expect(statuses).toEqual([401, 401, 200]);
});

test("a key of another workspace, or of none, is not found", async ({ page, ownerCookies, demo }) => {
  await page.context().addCookies(ownerCookies);
  for (const id of ["01932c07-209f-7f3a-9a41-3f6c1f0b7d52", "no-id"]) {
    await page.goto(`/${demo.workspace}/keys/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  }
});

test("a management key made on the page works with curl's header, and is refused once revoked", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/settings/management-keys`);
  await page.getByRole("button", { name: "Create management key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("journey script");
  await dialog.getByRole("checkbox", { name: "Everything that the role may do" }).uncheck();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog).toContainText("Name a scope");
  await dialog.getByRole("checkbox", { name: "keys:read", exact: true }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = await page.getByLabel("The new management key").inputValue();
  expect(secret).toMatch(/^slm_live_[0-9A-Za-z]{36}$/);
  await expect(dialog).toContainText(`curl ${demo.url}/api/v1/keys `);
  await page.getByRole("button", { name: "I have stored it" }).click();

  const ask = async (path: string) =>
    (await fetch(`${demo.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })).status;
  expect([await ask("keys"), await ask("budgets")]).toEqual([200, 403]);
  await page.getByRole("button", { name: "Revoke journey script" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("journey script");
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row").filter({ hasText: "journey script" })).toContainText("Revoked");
  expect(await ask("keys")).toBe(401);
});

test("a viewer sees rules, projects, settings and a key, and no button that would change anything", async ({
  viewerPage: page,
  demo,
}) => {
  const answer = await page.request.get(`${demo.url}/api/v1/keys?limit=1`, {
    headers: { authorization: `Bearer ${demo.management_key}` },
  });
  const { data } = await answer.json();
  const changing = /^(Add |Edit|Rotate|Revoke|Delete|Save|Stop all calls|Let calls pass|Actions for)/;
  for (const path of [
    "rules",
    "rules?tab=geo",
    "rules?new=true",
    "projects",
    "projects?new=true",
    "settings",
    `keys/${data[0].id}`,
  ]) {
    await page.goto(`/${demo.workspace}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("button", { name: changing }), path).toHaveCount(0);
    await expect(page.getByRole("dialog"), path).toHaveCount(0);
  }
});
