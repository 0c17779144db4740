import { expect, test } from "./fixtures";

test("a provider is edited in its own units, and deleted only once its slug was typed, and calls to it are refused", async ({
  ownerPage: page,
  demo,
}) => {
  await page.goto(`/${demo.workspace}/providers?new=true`);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Any HTTP API").click();
  await dialog.getByLabel("Name", { exact: true }).fill("Short lived");
  await dialog.getByLabel("Base URL").fill("https://short.example.com");
  await dialog.getByRole("button", { name: "Add provider" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("https://short.example.com")).toBeVisible();

  await page.getByRole("button", { name: "Actions for Short lived" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await dialog.getByLabel("Timeout in seconds").fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Timeout in seconds")).toHaveAccessibleDescription(/from 1 to 3,600/);
  await dialog.getByLabel("Timeout in seconds").fill("45");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "Actions for Short lived" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  const button = confirm.getByRole("button", { name: "Delete provider" });
  await expect(button).toBeDisabled();
  await confirm.getByRole("textbox").fill("short");
  await expect(button).toBeDisabled();
  await confirm.getByRole("textbox").fill("short-lived");
  await button.click();
  await expect(confirm).toHaveCount(0);
  await expect(page.getByText("https://short.example.com")).toHaveCount(0);

  const answer = await fetch(`${demo.url}/api/proxy/short-lived/anything`, {
    headers: { authorization: `Bearer ${demo.key}` },
  });
  expect(answer.status).toBe(404);
});
