import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { signIn } from "../helpers/dashboard-session";
import { DemoFacts } from "../helpers/stack";

type Fixtures = {
  demo: DemoFacts;
  /** A page of the signed-in owner. Fails the test on an error in the browser's console. */
  ownerPage: Page;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  demo: async ({}, use) => {
    await use(DemoFacts.parse(JSON.parse(process.env.SLUICE_E2E_DEMO ?? "{}")));
  },
  ownerPage: async ({ page, demo }, use) => {
    const session = await signIn(demo);
    await page.context().addCookies(
      session.cookie.split("; ").map((pair) => {
        const at = pair.indexOf("=");
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: demo.url };
      }),
    );
    const errors = collectErrors(page);
    await use(page);
    expect(errors).toEqual([]);
  },
});

export { expect };

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

/** What axe finds on the page as it stands: rule and the places, serious and critical ones only. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  return result.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** One chat completion through the gateway, as an application makes it. */
export async function callGateway(demo: DemoFacts, key: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${demo.url}/api/proxy/demo/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello from a journey." }] }),
  });
  return { status: answer.status, text: await answer.text() };
}
