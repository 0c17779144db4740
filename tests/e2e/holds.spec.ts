import { expect, test } from "./fixtures";
import { type OwnUpstream, startOwnUpstream } from "./own-upstream";
import { api, makeKey } from "./rule-helpers";

let upstream: OwnUpstream;

test.beforeAll(async () => {
  upstream = await startOwnUpstream(Number(process.env.SLUICE_E2E_UPSTREAM_PORT));
});
test.afterAll(async () => {
  await upstream.stop();
});

test("a stream in flight is seen with what it holds, and gone once it has ended; nothing drifts", async ({
  ownerPage: page,
  demo,
}) => {
  const provider = await api<{ id: string }>(demo, "POST", "/providers", {
    name: "Slow models",
    slug: "slow",
    dialect: "openai",
    base_url: `http://127.0.0.1:${process.env.SLUICE_E2E_UPSTREAM_PORT}/v1`,
    api_key: "sk-slow",
  });
  const { id: keyId, key } = await makeKey(demo, "streaming caller");
  const budget = await api<{ id: string }>(demo, "POST", "/budgets", {
    name: "Streams, a day",
    api_key_id: keyId,
    amount_cents: 1000,
    period: "DAILY",
  });
  await page.goto(`/${demo.workspace}/holds`);
  await expect(page.getByText("No call is in flight right now.")).toBeVisible();

  const answer = await fetch(`${demo.url}/api/proxy/slow/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Hello" }] }),
  });
  expect(answer.status).toBe(200);
  const hold = page.getByRole("table", { name: "Open holds" }).getByRole("row").filter({ hasText: "streaming caller" });
  await expect(hold).toContainText("gpt-4o-mini");
  await expect(hold).toContainText("Slow models · stream");
  await expect(hold).toContainText(/Streams, a day\s*\$0\.00\d/);
  await page.goto(`/${demo.workspace}/budgets/${budget.id}`);
  await expect(page.getByRole("meter", { name: /^\$0\.00 spent and \$0\.00\d+ held of \$10\.00$/ })).toBeAttached();

  await page.goto(`/${demo.workspace}/holds`);
  await expect(hold).toBeVisible();
  upstream.finish();
  expect(await answer.text()).toContain("[DONE]");
  await expect(hold).toHaveCount(0);
  await page.getByRole("button", { name: "Check again" }).click();
  const counter = page
    .getByRole("table", { name: "Drift by counter" })
    .getByRole("row")
    .filter({ hasText: "Streams, a day" });
  await expect(counter).toContainText(/\$0\.0000\d+/);
  await expect(page.getByText(/counters agree with the evidence/)).toBeVisible();

  await api(demo, "DELETE", `/budgets/${budget.id}`);
  await api(demo, "DELETE", `/providers/${provider.id}`);
});
