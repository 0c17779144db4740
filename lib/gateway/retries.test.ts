import { describe, expect, it } from "vitest";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import { LedgerUnavailable } from "@/lib/ledger/port";
import {
  createHarness,
  type Harness,
  headerIn,
  jsonReply,
  pieces,
  type SentRequest,
} from "@/tests/helpers/gateway-harness";
import { credential, HTTP_ID, provider, rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [] };
const done = () => jsonReply({ model: "gpt-4o-mini", usage: { prompt_tokens: 10, completion_tokens: 5 } });
const down: UpstreamFailure = { failure: "unreachable", detail: "ECONNREFUSED" };
const secretOf = (request: SentRequest) => headerIn(request.headers, "authorization")?.replace("Bearer secret-of-", "");

/** Credentials in a fixed order: the weights leave no choice. */
const ordered = (...names: string[]) => names.map((name, index) => credential(name, { weight: 1 / 1e12 ** index }));

function harnessWith(
  answers: (() => UpstreamReply | UpstreamFailure)[],
  credentials = ordered("one"),
  facts: Partial<ReturnType<typeof provider>> = {},
): Harness {
  let call = 0;
  return createHarness({
    snapshot: snapshot({
      workspace: {
        credentials,
        providers: [provider(facts), provider({ id: HTTP_ID, slug: "things", dialect: "http" })],
      },
    }),
    upstream: () => (answers[Math.min(call++, answers.length - 1)] ?? done)(),
  });
}

async function callWhileTimePasses(harness: Harness, seconds: number) {
  const answer = harness.call({ json: chat });
  for (let second = 0; second < seconds; second += 1) await harness.time.advance(1_000);
  return await answer;
}

describe("retries", () => {
  it("go to the next credential at once on 429, and the record tells both", async () => {
    const harness = harnessWith([() => jsonReply({ error: "slow down" }, 429), done], ordered("one", "two", "three"));
    expect((await harness.call({ json: chat })).status).toBe(200);
    expect(harness.sent.map(secretOf)).toEqual(["one", "two"]);
    expect(await harness.records()).toMatchObject([
      { outcome: "completed", retry_count: 1, tokens_total: 15, attempts: [{ status: 429 }, { status: 200 }] },
    ]);
  });

  it.each([500, 502, 503, 529])("wait and try the same credential again on %i", async (status) => {
    const harness = harnessWith([() => jsonReply({}, status), done]);
    expect((await callWhileTimePasses(harness, 2)).status).toBe(200);
    expect(harness.sent).toHaveLength(2);
  });

  it("try again when nobody listens", async () => {
    const harness = harnessWith([() => down, done]);
    expect((await callWhileTimePasses(harness, 2)).status).toBe(200);
  });

  it("stop at max_retries and answer with the first attempt's error, its status and its body", async () => {
    const harness = harnessWith([() => jsonReply({ error: "first" }, 503), () => jsonReply({ error: "later" }, 500)]);
    const answer = await callWhileTimePasses(harness, 12);
    expect([answer.status, answer.text]).toEqual([503, '{"error":"first"}']);
    expect(harness.sent).toHaveLength(3);
    expect(await harness.records()).toMatchObject([
      { outcome: "failed", status_code: 503, retry_count: 2, cost_cents: "0.0000000" },
    ]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it.each([400, 404, 413, 422])("never happen on %i, which passes with its body", async (status) => {
    const harness = harnessWith([() => jsonReply({ error: "yours" }, status)], ordered("one", "two"));
    const answer = await harness.call({ json: chat });
    expect([answer.status, answer.text, harness.sent.length]).toEqual([status, '{"error":"yours"}', 1]);
  });

  it("never happen after a timeout: the provider may be working on the call", async () => {
    const harness = harnessWith([() => ({ failure: "timeout", detail: "no head" })], ordered("one", "two"));
    expect((await harness.call({ json: chat })).status).toBe(504);
    expect(harness.sent).toHaveLength(1);
    expect(await harness.records()).toMatchObject([
      { outcome: "failed", error_code: "upstream_timeout", usage_estimated: true },
    ]);
  });

  it.each([401, 402, 403])("pass over a credential that the provider refuses with %i", async (status) => {
    const harness = harnessWith([() => jsonReply({}, status), done], ordered("one", "two"), { max_retries: 0 });
    expect((await harness.call({ json: chat })).status).toBe(200);
    expect(harness.sent.map(secretOf)).toEqual(["one", "two"]);
  });

  it("end in 502, not in a 401 that looks like the caller's, when every credential is refused", async () => {
    const harness = harnessWith([() => jsonReply({}, 401)], ordered("one", "two"));
    const answer = await harness.call({ json: chat });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([502, "upstream_credentials_exhausted"]);
    expect(await harness.records()).toMatchObject([{ outcome: "failed", status_code: 502, retry_count: 1 }]);
  });

  it("leave a plain API's 401 to the caller, who may know what it means", async () => {
    const harness = harnessWith([() => jsonReply({}, 401)]);
    expect((await harness.call({ path: "/api/proxy/things/x" })).status).toBe(401);
  });

  it("obey Retry-After, within a minute in total", async () => {
    const patient = harnessWith([() => jsonReply({}, 429, [["retry-after", "7"]]), done]);
    const started = patient.time.nowMs();
    expect((await callWhileTimePasses(patient, 8)).status).toBe(200);
    expect(patient.time.nowMs() - started).toBe(8_000);
    expect(patient.sent).toHaveLength(2);
    const impatient = harnessWith([() => jsonReply({}, 429, [["retry-after", "61"]]), done]);
    expect((await impatient.call({ json: chat })).status).toBe(429);
    expect(impatient.sent).toHaveLength(1);
  });

  it("do not happen once a streamed body has begun to flow", async () => {
    const harness = harnessWith([() => down, done]);
    const answer = await harness.call({ method: "PUT", path: "/api/proxy/things/x", body: pieces(["a", "b"]) });
    expect(answer.status).toBe(502);
    expect(harness.sent).toHaveLength(1);
  });

  it("move the candidate's own holds along and leave none behind", async () => {
    const rules = [rateLimit({ per: ["credential"], metric: "concurrency", requests: 1, window_ms: null })];
    let call = 0;
    const harness = createHarness({
      snapshot: snapshot({ workspace: { credentials: ordered("one", "two"), rate_limits: rules } }),
      upstream: () => (call++ === 0 ? jsonReply({}, 503) : done()),
    });
    expect((await harness.call({ json: chat })).status).toBe(200);
    await harness.gateway.idle();
    expect(await harness.ledger.openHolds({})).toEqual([]);
    const { id } = rateLimit({});
    for (const { held } of await harness.ledger.balances([{ ruleId: id }])) expect(held).toBe(0);
  });

  it("end with the first error when the ledger is away and cannot move the hold", async () => {
    const harness = createHarness({
      snapshot: snapshot({ workspace: { credentials: ordered("one", "two"), providers: [provider({})] } }),
      upstream: () => jsonReply({ error: "slow down" }, 429, [["retry-after", "90"]]),
      ledger: (real) => ({ ...real, replace: () => Promise.reject(new LedgerUnavailable("away")) }),
    });
    const answer = await harness.call({ json: chat });
    expect([answer.status, harness.sent.length]).toEqual([429, 1]);
    expect(harness.reports).toEqual(["A hold could not be moved to another credential."]);
  });

  it("draw credentials by weight", async () => {
    const counts: Record<string, number> = {};
    const credentials = [
      credential("one", { weight: 5 }),
      credential("two", { weight: 3 }),
      credential("three", { weight: 1 }),
    ];
    const harness = harnessWith([done], credentials);
    for (let call = 0; call < 3_000; call += 1) await harness.call({ json: chat });
    for (const name of harness.sent.map((request) => secretOf(request) ?? "")) counts[name] = (counts[name] ?? 0) + 1;
    expect((counts["one"] ?? 0) / 3_000).toBeCloseTo(5 / 9, 1);
    expect((counts["two"] ?? 0) / 3_000).toBeCloseTo(3 / 9, 1);
    expect((counts["three"] ?? 0) / 3_000).toBeCloseTo(1 / 9, 1);
  });
});
