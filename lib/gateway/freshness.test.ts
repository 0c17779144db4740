import { describe, expect, it, vi } from "vitest";
import { createHarness, jsonReply } from "@/tests/helpers/gateway-harness";
import { KEY_ID, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [] };
const done = () => jsonReply({ model: "gpt-4o-mini", usage: { prompt_tokens: 10, completion_tokens: 5 } });
const keyVersion = `${WORKSPACE_ID}/key:${KEY_ID}`;
const codeOf = (text: string) => JSON.parse(text).error?.code;

describe("snapshots", () => {
  it("are loaded once for all calls that wait for one", async () => {
    const harness = createHarness({ upstream: done });
    const answers = await Promise.all(Array.from({ length: 20 }, () => harness.call({ json: chat })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(harness.state.loads).toBe(1);
  });

  it("a revoked key is refused at the very next call after the ledger heard of it", async () => {
    const harness = createHarness({ upstream: done });
    expect((await harness.call({ json: chat })).status).toBe(200);
    harness.setSnapshot(snapshot({ versions: { key: 2 }, key: { revoked_at: "2026-11-20T12:00:00Z" } }));
    expect((await harness.call({ json: chat })).status).toBe(200);
    await harness.ledger.bump({ [keyVersion]: 2 });
    const answer = await harness.call({ json: chat });
    expect([answer.status, codeOf(answer.text)]).toEqual([401, "key_revoked"]);
    expect(harness.sent).toHaveLength(2);
  });

  it("a key that was enabled again is accepted at once, although its refusal was cached", async () => {
    const harness = createHarness({ snapshot: snapshot({ key: { is_active: false } }), upstream: done });
    for (let call = 0; call < 3; call += 1) expect((await harness.call({ json: chat })).status).toBe(401);
    expect(harness.state.loads).toBe(1);
    harness.setSnapshot(snapshot({ versions: { key: 2 } }));
    await harness.ledger.bump({ [keyVersion]: 2 });
    expect((await harness.call({ json: chat })).status).toBe(200);
  });

  it("panic of the workspace stops every key of it, of which each shares the workspace's part", async () => {
    const harness = createHarness({ upstream: done });
    await harness.call({ json: chat });
    harness.setSnapshot(snapshot({ versions: { workspace: 2 }, workspace: { panic_mode: true } }));
    await harness.ledger.bump({ [`${WORKSPACE_ID}/workspace`]: 2 });
    expect(codeOf((await harness.call({ json: chat })).text)).toBe("workspace_frozen");
  });

  it("keep working while the database is down, as long as the ledger knows nothing newer", async () => {
    const harness = createHarness({ upstream: done });
    await harness.call({ json: chat });
    harness.state.isDatabaseDown = true;
    expect((await harness.call({ json: chat })).status).toBe(200);
    await harness.ledger.bump({ [keyVersion]: 2 });
    const answer = await harness.call({ json: chat });
    expect([answer.status, codeOf(answer.text)]).toEqual([503, "config_unavailable"]);
  });

  it("that cannot be loaded are our outage, never a 401", async () => {
    const harness = createHarness({ upstream: done });
    harness.state.isDatabaseDown = true;
    const answer = await harness.call({ json: chat });
    expect([answer.status, codeOf(answer.text)]).toEqual([503, "config_unavailable"]);
    harness.state.isDatabaseDown = false;
    expect((await harness.call({ json: chat })).status).toBe(200);
  });

  it("whose rules move faster than they can be read end in 503 after two reloads", async () => {
    const harness = createHarness({ upstream: done });
    await harness.ledger.bump({ [keyVersion]: 9 });
    const answer = await harness.call({ json: chat });
    expect([answer.status, codeOf(answer.text), harness.sent.length]).toEqual([503, "config_unavailable", 0]);
    expect(harness.state.loads).toBeLessThanOrEqual(4);
  });

  it("are asked about once for all refused calls that wait, and never answered from before a call came", async () => {
    const answers: ((isFresh: boolean) => void)[] = [];
    const harness = createHarness({
      snapshot: snapshot({ key: { is_active: false } }),
      ledger: (real) => ({ ...real, fresh: () => new Promise((resolve) => answers.push(resolve)) }),
    });
    const calls = [harness.call({ json: chat })];
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    for (let more = 0; more < 20; more += 1) calls.push(harness.call({ json: chat }));
    await harness.time.advance(1);
    expect(answers).toHaveLength(1);
    answers[0]?.(true);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(true);
    expect((await Promise.all(calls)).every(({ status }) => status === 401)).toBe(true);
    expect(answers).toHaveLength(2);
    const later = harness.call({ json: chat });
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    answers[2]?.(true);
    expect((await later).status).toBe(401);
  });

  it("of unknown keys are remembered for a second at most", async () => {
    const harness = createHarness({ upstream: done });
    const saved = [...harness.known.entries()];
    harness.known.clear();
    for (let call = 0; call < 5; call += 1)
      expect(codeOf((await harness.call({ json: chat })).text)).toBe("key_invalid");
    expect(harness.state.loads).toBe(1);
    for (const [hash, value] of saved) harness.known.set(hash, value);
    await harness.time.advance(1_000);
    expect((await harness.call({ json: chat })).status).toBe(200);
  });

  it("with a rule that cannot be compiled refuse as our outage rather than let calls pass it", async () => {
    const broken = snapshot({ key: { rate_limit_requests: 5, rate_limit_window_ms: -1 } });
    const answer = await createHarness({ snapshot: broken, upstream: done }).call({ json: chat });
    expect([answer.status, codeOf(answer.text)]).toEqual([503, "config_unavailable"]);
  });
});
