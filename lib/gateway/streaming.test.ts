import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createHarness, headerIn, readReply, sseReply } from "@/tests/helpers/gateway-harness";
import { budget, snapshot } from "@/tests/helpers/snapshot-fixture";

const fixture = (name: string) => readFileSync(new URL(`./__fixtures__/${name}.sse`, import.meta.url));
const chat = { model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Hi" }] };
const asked = { ...chat, stream_options: { include_usage: true } };
const message = {
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  stream: true,
  messages: [{ role: "user", content: "Hi" }],
};

const streams = [
  {
    name: "openai-chat-usage",
    path: "/api/proxy/demo/v1/chat/completions",
    json: asked,
    tokens: [23, 9],
    cost: "0.0008850",
  },
  {
    name: "openai-responses",
    path: "/api/proxy/demo/responses",
    json: { ...chat, input: "Hi" },
    tokens: [37, 11],
    cost: "0.0012150",
  },
  // 12 x 3 + 300 x 0.3 + 1500 x 3.75 + 500 x 6 + 15 x 15 dollars a million.
  {
    name: "anthropic-messages",
    path: "/api/proxy/claude/v1/messages",
    json: message,
    tokens: [2_312, 15],
    cost: "0.8976000",
  },
];

describe.each(streams)("the stream $name", ({ name, path, json, tokens, cost }) => {
  const bytes = fixture(name);

  it("passes byte for byte and is metered, wherever its chunks are split", async () => {
    for (let offset = 1; offset < bytes.length; offset += 1) {
      const harness = createHarness({ upstream: () => sseReply([bytes.subarray(0, offset), bytes.subarray(offset)]) });
      const answer = await harness.call({ path, json });
      expect(answer.bytes.equals(bytes)).toBe(true);
      expect(await harness.records()).toMatchObject([
        {
          outcome: "completed",
          tokens_input: tokens[0],
          tokens_output: tokens[1],
          cost_cents: cost,
          is_stream: true,
          usage_estimated: false,
        },
      ]);
    }
  }, 60_000);

  it("cut at any byte: what came passes, then one error event and no invented end; it is settled as partial", async () => {
    for (let offset = 1; offset < bytes.length; offset += 7) {
      const harness = createHarness({
        upstream: () => sseReply([bytes.subarray(0, offset)], new Error("socket hang up")),
      });
      const answer = await harness.call({ path, json });
      expect(answer.bytes.subarray(0, offset).equals(bytes.subarray(0, offset))).toBe(true);
      const added = answer.bytes.subarray(offset).toString();
      expect(added.match(/upstream_cut/g)).toHaveLength(1);
      expect(added).not.toContain("[DONE]");
      expect(added.endsWith("\n\n")).toBe(true);
      const last = answer.text.trimEnd().split("\n\n").at(-1)?.trimStart();
      expect(last).toMatch(/^(?:event: error\n)?data: \{[^\n]*upstream_cut[^\n]*\}$/);
      expect(answer.brokenBy).toBeNull();
      expect(await harness.records()).toMatchObject([
        { outcome: "partial", error_code: "upstream_cut", status_code: 200 },
      ]);
      expect(await harness.ledger.openHolds({})).toEqual([]);
    }
  });
});

describe("streams", () => {
  it("are asked for their usage in the caller's stead, and the caller sees none of it", async () => {
    const plain = fixture("openai-chat");
    const withUsage = fixture("openai-chat-usage");
    for (const size of [1, 13, 64, withUsage.length]) {
      const chunks = Array.from({ length: Math.ceil(withUsage.length / size) }, (_, at) =>
        withUsage.subarray(at * size, (at + 1) * size),
      );
      const harness = createHarness({ upstream: () => sseReply(chunks) });
      const answer = await harness.call({ json: chat });
      expect(JSON.parse(harness.sent[0]?.text ?? "")).toEqual(asked);
      expect(answer.text).toBe(plain.toString());
      expect(await harness.records()).toMatchObject([{ tokens_input: 23, tokens_output: 9, usage_estimated: false }]);
    }
  });

  it("that never say their usage are estimated from what passed, and marked so", async () => {
    const harness = createHarness({ upstream: () => sseReply([fixture("openai-tool")]) });
    const answer = await harness.call({ json: asked });
    expect(answer.bytes.equals(fixture("openai-tool"))).toBe(true);
    const [record] = await harness.records();
    expect(record).toMatchObject({ outcome: "completed", usage_estimated: true });
    expect(Number(record?.["tokens_output"])).toBeGreaterThan(3);
  });

  it("with a malformed chunk pass unchanged and count the rest", async () => {
    const text = `data: {"choices":[{"delta":\n\n${fixture("openai-chat-usage")}`;
    const harness = createHarness({ upstream: () => sseReply([text]) });
    expect((await harness.call({ json: asked })).text).toBe(text);
    expect(await harness.records()).toMatchObject([{ tokens_input: 23, tokens_output: 9, usage_estimated: false }]);
  });

  it("the client leaves: the upstream is closed, and what passed is settled as partial", async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield new TextEncoder().encode('data: {"choices":[{"delta":{"content":"abcdefgh"}}]}\n\n');
      } finally {
        isClosed = true;
      }
    }
    const harness = createHarness({
      upstream: () => ({ status: 200, headers: [["content-type", "text/event-stream"]], body: endless() }),
    });
    const reply = await harness.open({ json: asked });
    let seen = 0;
    for await (const chunk of reply.body instanceof Uint8Array || reply.body === null ? [] : reply.body) {
      seen += chunk.length;
      if (seen > 500) break;
    }
    expect(isClosed).toBe(true);
    const [record] = await harness.records();
    expect(record).toMatchObject({
      outcome: "partial",
      error_code: "client_left",
      usage_estimated: true,
      response_size_bytes: seen,
    });
    expect(Number(record?.["tokens_output"])).toBeGreaterThan(0);
    expect(record?.["cost_cents"]).not.toBe("0.0000000");
  });

  it("given up before its first byte is settled as well", async () => {
    const harness = createHarness({ upstream: () => sseReply([fixture("openai-chat")]) });
    const reply = await harness.open({ json: asked });
    if (reply.body && !(reply.body instanceof Uint8Array)) await reply.body[Symbol.asyncIterator]().return?.();
    expect(await harness.records()).toMatchObject([{ outcome: "partial", error_code: "client_left" }]);
  });

  it("ask for more budget ahead of their bytes, and stop with an event where there is none", async () => {
    // 1,024 tokens of output cost 0.0615 cents: there is room for the first reservation and one more.
    const rules = snapshot({ workspace: { budgets: [budget({ amount_cents: "0.1300000" })] } });
    const piece = `data: {"choices":[{"delta":{"content":"${"word ".repeat(100)}"}}]}\n\n`;
    const harness = createHarness({
      snapshot: rules,
      upstream: () => sseReply(Array.from({ length: 100 }, () => piece)),
    });
    const answer = await harness.call({ json: asked });
    expect(answer.text.match(/budget_stopped/g)).toHaveLength(1);
    expect(answer.text.split("word ").length - 1).toBeLessThan(1_300);
    expect(answer.text.split("word ").length - 1).toBeGreaterThan(900);
    expect(await harness.records()).toMatchObject([{ outcome: "partial", error_code: "budget_stopped" }]);
    const [balance] = await harness.ledger.balances([{ ruleId: budget({}).id }]);
    expect(balance?.held).toBe(0);
    expect(balance?.used).toBeLessThanOrEqual(1_300_000);
  });

  it("bounded by the caller never ask for more than that bound, however many bytes its tokens have", async () => {
    // 100 tokens of output cost 0.006 cents; there is room for them and not for 1,024 more.
    const rules = snapshot({ workspace: { budgets: [budget({ amount_cents: "0.0200000" })] } });
    const text = `data: {"choices":[{"delta":{"content":"${"a".repeat(900)}"}}]}\n\n`;
    const harness = createHarness({ snapshot: rules, upstream: () => sseReply([text, fixture("openai-chat-usage")]) });
    const answer = await harness.call({ json: { ...asked, max_tokens: 100 } });
    expect(answer.text).toBe(text + fixture("openai-chat-usage"));
    expect(await harness.records()).toMatchObject([{ outcome: "completed" }]);
  });

  it("keep their lease while they run, and tell the ledger what passed so far", async () => {
    let release: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* slow() {
      yield new TextEncoder().encode('data: {"choices":[{"delta":{"content":"abcdefgh"}}]}\n\n');
      await waiting;
    }
    const harness = createHarness({
      config: { leaseMs: 3_000 },
      upstream: () => ({ status: 200, headers: [["content-type", "text/event-stream"]], body: slow() }),
    });
    const reading = readReply(await harness.open({ json: asked }));
    for (let second = 0; second < 20; second += 1) {
      await harness.time.advance(1_000);
      expect(await harness.ledger.reap()).toBe(0);
    }
    release();
    await reading;
    expect(await harness.records()).toMatchObject([{ outcome: "completed" }]);
    expect(headerIn((await reading).headers, "x-sluice-request-id")).toBeDefined();
  });
});
