import type { Page } from "@playwright/test";
import type { DemoFacts } from "../helpers/stack";
import { expect } from "./fixtures";

/** A call of the management API as the demo's owner; answers its data. */
export async function api<Data>(demo: DemoFacts, method: string, path: string, body?: object): Promise<Data> {
  const answer = await fetch(`${demo.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${demo.management_key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${text}`).toBe(true);
  return JSON.parse(text).data;
}

type Created = { api_key: { id: string; name: string }; key: string };

/** A key that may call every provider, for one test alone. */
export async function makeKey(demo: DemoFacts, name: string): Promise<{ id: string; key: string }> {
  const created = await api<Created>(demo, "POST", "/keys", { name, all_providers: true });
  return { id: created.api_key.id, key: created.key };
}

/** Names one subject in the form of a rule: by its picker, or typed where it has none. */
export async function narrowTo(page: Page, dimension: string, value: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Narrow to" }).click();
  await page.getByRole("option", { name: dimension, exact: true }).click();
  const field = dialog.getByLabel(dimension, { exact: true });
  if ((await field.evaluate((element) => element.tagName)) === "INPUT") return await field.fill(value);
  await field.click();
  await page.getByPlaceholder("Search…").fill(value);
  await page.getByRole("option", { name: value }).first().click();
}

export async function pickAction(page: Page, rule: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${rule}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}
