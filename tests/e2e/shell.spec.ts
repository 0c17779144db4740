import { expect, test } from "./fixtures";

test("the workspace switcher names the workspace, the role, and offers the others", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/keys`);
  await page.getByRole("button", { name: /Switch workspace, now in Demo/ }).click();
  const choice = page.getByRole("menuitemradio", { name: /Demo/ });
  await expect(choice).toHaveAttribute("aria-checked", "true");
  await expect(choice).toContainText("owner");
  await choice.click();
  await expect(page.getByRole("menu")).toHaveCount(0);
});

test("the chosen theme stays over a reload and beats the system's", async ({ ownerPage: page, demo }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`/${demo.workspace}`);
  await expect(page.locator("html")).toHaveClass(/light/);
  await page.getByRole("button", { name: "Change theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("signing out ends the session, not only the page", async ({ ownSessionPage: page, demo }) => {
  await page.goto(`/${demo.workspace}`);
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.context().clearCookies();
  await page.context().addCookies(cookies);
  await page.goto(`/${demo.workspace}`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an address of nothing, and of a workspace of others, shows the same page with a way home", async ({
  page,
  ownerCookies,
  demo,
}) => {
  await page.context().addCookies(ownerCookies);
  for (const path of [`/${demo.workspace}/nothing`, "/someone-elses/keys"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  }
  await page.getByRole("link", { name: "Go to your workspace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Overview/);
});

test("a viewer sees everything and no button that would change anything", async ({ viewerPage: page, demo }) => {
  await page.goto(`/${demo.workspace}/keys`);
  await expect(page.getByRole("row").filter({ hasText: "slc_live" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Create key|Actions for/ })).toHaveCount(0);
  await page.goto(`/${demo.workspace}/keys?new=true`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keys");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.goto(`/${demo.workspace}/providers`);
  await expect(page.getByText("/api/proxy/demo", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /Add provider|Add credential|Actions for/ })).toHaveCount(0);
});
