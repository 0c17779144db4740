import { describe, expect, it } from "vitest";
import { createHarness, sseReply } from "@/tests/helpers/gateway-harness";
import { budget, snapshot } from "@/tests/helpers/snapshot-fixture";
import type { TokenCounter } from "./ports";

const stream = { model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Hi" }] };
const chunk = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
const usage = `data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":40}}\n\n`;
const cut = new Error("socket closed");

/** Says 7 for every text and notes it. */
function createCounter(answer: () => Promise<number | null> = async () => 7) {
  const texts: string[] = [];
  const tokens: TokenCounter = {
    canCount: (model) => model.startsWith("gpt-4o"),
    count(text) {
      texts.push(text);
      return answer();
    },
  };
  return { texts, tokens };
}

function harnessWith(tokens: TokenCounter, pieces: string[], failure?: Error) {
  return createHarness({
    snapshot: snapshot({ workspace: { budgets: [budget({})] } }),
    upstream: () => sseReply(pieces, failure),
    tokens,
  });
}

describe("a stream that was cut before its usage", () => {
  it("is counted by its text, which still goes as estimated", async () => {
    const { texts, tokens } = createCounter();
    const harness = harnessWith(tokens, [chunk("Hello, "), chunk("wörld")], cut);
    await harness.call({ json: stream });
    expect(await harness.records()).toMatchObject([{ outcome: "partial", tokens_output: 7, usage_estimated: true }]);
    expect(texts).toEqual(["Hello, wörld"]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it("is estimated where the count takes longer than a second, fails, or nobody can say", async () => {
    const never = () => new Promise<null>(() => undefined);
    for (const answer of [never, () => Promise.reject(new Error("gone")), async () => null]) {
      const harness = harnessWith(createCounter(answer).tokens, [chunk("x".repeat(40))], cut);
      await harness.call({ json: stream });
      await harness.time.advance(1_000);
      expect(await harness.records()).toMatchObject([{ tokens_output: 10, usage_estimated: true }]);
    }
  });

  it("keeps its hold until it is settled", async () => {
    const gate = Promise.withResolvers<number>();
    const harness = harnessWith(createCounter(() => gate.promise).tokens, [chunk("Hello")], cut);
    await harness.call({ json: stream });
    expect(await harness.ledger.openHolds({})).toHaveLength(1);
    gate.resolve(2);
    await harness.gateway.idle();
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it("of a model whose tokens nobody counts keeps no text", async () => {
    const { texts, tokens } = createCounter();
    const harness = harnessWith(tokens, [chunk("x".repeat(40))], cut);
    await harness.call({ json: { ...stream, model: "gpt-3.5-turbo" } });
    expect(await harness.records()).toMatchObject([{ tokens_output: 10 }]);
    expect(texts).toEqual([]);
  });
});

it("a stream that says its usage is counted by nobody", async () => {
  const { texts, tokens } = createCounter();
  const harness = harnessWith(tokens, [chunk("Hello"), usage, "data: [DONE]\n\n"]);
  await harness.call({ json: stream });
  expect(await harness.records()).toMatchObject([{ tokens_output: 40, usage_estimated: false }]);
  expect(texts).toEqual([]);
});
