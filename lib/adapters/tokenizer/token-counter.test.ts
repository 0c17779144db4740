import { afterEach, describe, expect, it } from "vitest";
import { FakeTime } from "@/tests/helpers/fake-time";
import { createTokenCounter } from "./token-counter";

const reports: string[] = [];
const time = new FakeTime();
const running: ReturnType<typeof createTokenCounter>[] = [];

function counterWith(options: Partial<Parameters<typeof createTokenCounter>[0]> = {}) {
  const counter = createTokenCounter({
    root: process.cwd(),
    timers: time,
    report: (message) => reports.push(message),
    ...options,
  });
  running.push(counter);
  return counter;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((counter) => counter.close()));
  reports.length = 0;
});

describe("the token counter", () => {
  it("counts as the provider does, special tokens as the text they are", async () => {
    const counter = counterWith();
    expect(await counter.count("Hello, world!", "gpt-4o-mini")).toBe(4);
    expect(await counter.count("Hello, world!", "gpt-3.5-turbo")).toBe(4);
    expect(await counter.count("<|endoftext|>", "gpt-4o")).toBeGreaterThan(1);
    expect(await counter.count("", "gpt-5")).toBe(0);
    expect(reports).toEqual([]);
  });

  it("keeps the event loop free while it counts a text that takes seconds, and gives the thread up in the end", async () => {
    const counter = counterWith({ stuckMs: 5_000 });
    const counting = counter.count("漢".repeat(200_000), "gpt-4o");
    await time.advance(4_999);
    expect(reports).toEqual([]);
    await time.advance(1);
    expect(await counting).toBeNull();
    expect(reports).toHaveLength(1);
    expect(await counter.count("Hello, world!", "gpt-4o")).toBe(4);
  });

  it("answers null for models it does not know, long texts and a full queue, and starts no thread for them", async () => {
    const counter = counterWith({ maxCharacters: 10, maxWaiting: 1 });
    expect(counter.canCount("claude-sonnet-4-5")).toBe(false);
    expect(await counter.count("Hi", "claude-sonnet-4-5")).toBeNull();
    expect(await counter.count("x".repeat(11), "gpt-4o")).toBeNull();
    const [first, second] = await Promise.all([counter.count("Hi", "gpt-4o"), counter.count("Hi", "gpt-4o")]);
    expect([first, second]).toEqual([1, null]);
  });

  it("answers null where the package is missing, and says so", async () => {
    const counter = counterWith({ root: "/nowhere" });
    expect(await counter.count("Hi", "gpt-4o")).toBeNull();
    expect(reports).toHaveLength(1);
  });

  it("ends its thread when there was nothing to count for a while, and starts another", async () => {
    const counter = counterWith({ idleMs: 60_000 });
    expect(await counter.count("Hi", "gpt-4o")).toBe(1);
    await time.advance(60_000);
    expect(await counter.count("Hi", "gpt-4o")).toBe(1);
    expect(reports).toEqual([]);
  });
});
