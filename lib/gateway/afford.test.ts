import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCents } from "@/lib/kernel/money";
import { createHarness, headerIn, jsonReply, type SentRequest } from "@/tests/helpers/gateway-harness";
import { budget, snapshot } from "@/tests/helpers/snapshot-fixture";

/** gpt-4o-mini: 150 nano-dollars an input token, 600 an output token. */
const cost = (input: number, output: number) => input * 150 + output * 600;
const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] };
/** The body of `chat` is 67 bytes: 23 tokens, and constants for a request and a message. */
const INPUT = 23 + 16 + 4;

function harnessWith(nanoUsd: number, reserve: number, upstream: (sent: SentRequest) => ReturnType<typeof jsonReply>) {
  const workspace = { budgets: [budget({ amount_cents: formatCents(nanoUsd) })], output_reserve_tokens: reserve };
  return createHarness({ snapshot: snapshot({ workspace }), upstream });
}

const answerOf = (output: number) =>
  jsonReply({ model: "gpt-4o-mini", choices: [], usage: { prompt_tokens: INPUT, completion_tokens: output } });

describe("an output that nobody bounds, under any hard budget (property)", () => {
  it("is bounded by the reserve, else by the most that is affordable, else refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 400_000 }),
        fc.integer({ min: 16, max: 500 }),
        async (room, reserve) => {
          const harness = harnessWith(room, reserve, () => answerOf(1));
          const answer = await harness.call({ json: chat });
          const bound = Number(headerIn(answer.headers, "x-sluice-max-tokens") ?? 0);
          const most = Math.min(reserve, Math.floor((room - cost(INPUT, 0)) / 600));
          expect([answer.status, bound]).toEqual(most >= 16 ? [200, most] : [402, 0]);
        },
      ),
    );
  });

  it("never spends more than there is, however many calls share it and however much they write", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 1, max: 12 }), async (room, calls) => {
        const harness = harnessWith(room, 300, ({ text }) => answerOf(Number(JSON.parse(text).max_tokens)));
        const answers = await Promise.all(Array.from({ length: calls }, () => harness.call({ json: chat })));
        await harness.gateway.idle();
        const [balance] = await harness.ledger.balances([{ ruleId: budget({}).id }]);
        expect(balance?.used ?? 0).toBeLessThanOrEqual(room);
        expect(balance?.held ?? 0).toBe(0);
        expect(answers.every(({ status }) => status === 200 || status === 402)).toBe(true);
      }),
    );
  });
});
