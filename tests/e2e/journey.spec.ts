import { callGateway, expect, test, waitForLog } from "./fixtures";

test("a newcomer signs in after a clear refusal, and out again", async ({ page, demo }) => {
  await page.goto(`/${demo.workspace}/keys`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(demo.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();

  await page.getByLabel("Password", { exact: true }).fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/\/sign-in/);

  await page.context().clearCookies();
  await page.goto(`/${demo.workspace}`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the printed call is seen on the overview and, with all its facts, in the logs", async ({
  ownerPage: page,
  demo,
}) => {
  const { status } = await callGateway(demo, demo.key);
  expect(status).toBe(200);
  await waitForLog(page, demo, { model: "gpt-4o-mini", status_code: 200 });

  await page.goto(`/${demo.workspace}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Overview/);
  await expect(page.getByText("gpt-4o-mini").first()).toBeVisible();

  await page.getByRole("link", { name: "Logs", exact: true }).first().click();
  const row = page.getByRole("row").filter({ hasText: "gpt-4o-mini" }).first();
  await expect(row).toContainText(/\$0\.0/);
  await expect(row).toContainText(/ms/);
  await row.getByRole("link").first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("gpt-4o-mini");
  await expect(sheet).toContainText("200");
  await expect(sheet).toContainText(/Overhead/i);
});

test("a key is shown once, works, is revoked, and its very next call is refused", async ({ ownerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}/keys`);
  await page.getByRole("button", { name: "Create key" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("journey");
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();

  const key = await page.getByLabel("The new key").inputValue();
  expect(key).toMatch(/^slc_live_[0-9A-Za-z]{36}$/);
  const dialog = page.getByRole("dialog");
  for (const language of [/curl/i, /openai/i, /anthropic/i]) {
    await expect(dialog.getByRole("tab", { name: language }).first()).toBeVisible();
  }
  await expect(dialog).toContainText(`${demo.url}/api/proxy/`);
  await page.getByRole("button", { name: "I have stored it" }).click();
  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  expect((await callGateway(demo, key)).status).toBe(200);

  await page.getByRole("button", { name: "Actions for journey" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("journey");
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row").filter({ hasText: "journey" })).toContainText(/revoked/i);

  const refused = await callGateway(demo, key);
  expect(refused.status).toBe(401);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: "key_revoked" } });
});

test("a provider of one's own is added with a credential that is never shown again", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/providers`);
  await page.getByRole("button", { name: "Add provider" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("OpenAI-compatible").click();
  await dialog.getByLabel("Name", { exact: true }).fill("Our models");
  await dialog.getByLabel("Base URL").fill("http://169.254.169.254/v1");
  await dialog.getByRole("textbox", { name: "Credential" }).fill("sk-journey-secret");
  await dialog.getByRole("button", { name: "Add provider" }).click();
  await expect(dialog.getByLabel("Base URL")).toHaveAttribute("aria-invalid", "true");

  await dialog.getByLabel("Base URL").fill("https://models.example.com/v1");
  await dialog.getByRole("button", { name: "Add provider" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Our models").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("https://models.example.com/v1").first()).toBeVisible();
  expect(await page.content()).not.toContain("sk-journey-secret");
});

test("the command palette leads to every page", async ({ ownerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("prov");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/providers/);
});
