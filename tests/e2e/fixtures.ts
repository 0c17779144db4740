import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { signIn } from "../helpers/dashboard-session";
import { DemoFacts } from "../helpers/stack";
import { addViewer } from "./add-viewer";

type Cookies = Parameters<ReturnType<Page["context"]>["addCookies"]>[0];
type Fixtures = {
  /** A page of the signed-in owner. Fails the test on an error in the browser's console. */
  ownerPage: Page;
  /** The same for a member who may only look. */
  viewerPage: Page;
  /** A page of the owner with a session of its own, for tests that end it. */
  ownSessionPage: Page;
};
type WorkerFixtures = { demo: DemoFacts; ownerCookies: Cookies; viewerCookies: Cookies };

export const test = base.extend<Fixtures, WorkerFixtures>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      await use(DemoFacts.parse(JSON.parse(process.env.SLUICE_E2E_DEMO ?? "{}")));
    },
    { scope: "worker" },
  ],
  ownerCookies: [async ({ demo }, use) => use(await sessionCookies(demo)), { scope: "worker" }],
  viewerCookies: [
    async ({ demo }, use) => {
      const member = await addViewer(process.env.SLUICE_E2E_DATABASE_URL ?? "", demo.workspace);
      await use(await sessionCookies({ ...demo, ...member }));
    },
    { scope: "worker" },
  ],
  ownerPage: async ({ page, ownerCookies }, use) => usePage(page, ownerCookies, use),
  viewerPage: async ({ page, viewerCookies }, use) => usePage(page, viewerCookies, use),
  ownSessionPage: async ({ page, demo }, use) => usePage(page, await sessionCookies(demo), use),
});

export { expect };

async function sessionCookies(person: DemoFacts): Promise<Cookies> {
  const { cookie } = await signIn(person);
  return cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.url };
  });
}

async function usePage(page: Page, cookies: Cookies, use: (page: Page) => Promise<void>): Promise<void> {
  await page.context().addCookies(cookies);
  const errors = collectErrors(page);
  await use(page);
  expect(errors).toEqual([]);
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  return errors;
}

/** What axe finds on the page as it stands: rule and the places, serious and critical ones only. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Without frames the page alone can be judged, which spares a second page for each look.
  expect(page.frames()).toHaveLength(1);
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  const result = await axe.analyze();
  return result.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** How many pixels of the page lie beyond its right edge. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** One chat completion through the gateway, as an application makes it. */
export async function callGateway(
  demo: DemoFacts,
  key: string,
  model = "gpt-4o-mini",
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${demo.url}/api/proxy/demo/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello from a journey." }] }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The call is in the logs once it was settled and stored, which is soon but not at once. */
export async function waitForLog(page: Page, demo: DemoFacts, row: Record<string, unknown>): Promise<void> {
  const headers = { "x-sluice-workspace": demo.workspace };
  await expect
    .poll(async () => (await page.request.get(`${demo.url}/api/v1/logs?limit=50`, { headers })).json())
    .toMatchObject({ data: expect.arrayContaining([expect.objectContaining(row)]) });
}
