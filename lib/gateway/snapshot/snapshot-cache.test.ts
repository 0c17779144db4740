import { describe, expect, it } from "vitest";
import { FakeTime } from "@/tests/helpers/fake-time";
import { snapshot } from "@/tests/helpers/snapshot-fixture";
import { createSnapshotCache } from "./snapshot-cache";

const keyOf = (hash: string) => ({ id: hash, name: "x".repeat(1_000) });
const source = { load: async (hash: string) => snapshot({ key: keyOf(hash) }) };

describe("the snapshot cache", () => {
  it("keeps within its bytes by dropping what was used least recently", async () => {
    const cache = createSnapshotCache(source, new FakeTime(), 9_000);
    for (const hash of ["a", "b", "c"]) await cache.get(hash);
    cache.peek("a");
    for (const hash of ["d", "e", "f", "g"]) {
      await cache.get(hash);
      cache.peek("a");
    }
    expect(cache.bytes()).toBeLessThanOrEqual(9_000);
    expect(cache.peek("a")).not.toBeNull();
    expect(cache.peek("b")).toBeNull();
  });

  it("holds a workspace's part once for all its keys, always the newest", async () => {
    let version = 1;
    const moving = { load: async (hash: string) => snapshot({ versions: { workspace: version }, key: keyOf(hash) }) };
    const cache = createSnapshotCache(moving, new FakeTime(), 1e6);
    const first = await cache.get("a");
    const alone = cache.bytes();
    version = 2;
    const second = await cache.get("b");
    expect(first?.slot).toBe(second?.slot);
    expect(first?.slot.current.version).toBe(2);
    expect(cache.bytes() - alone).toBeLessThan(2_500);
    version = 1;
    await cache.get("c");
    expect(first?.slot.current.version).toBe(2);
  });

  it("forgets a workspace with its last key", async () => {
    const cache = createSnapshotCache(source, new FakeTime(), 1);
    await cache.get("a");
    await cache.get("b");
    expect(cache.peek("a")).toBeNull();
    const one = cache.bytes();
    await cache.get("c");
    expect(cache.bytes()).toBe(one);
  });

  it("asks again after a load that failed", async () => {
    let isDown = true;
    const cache = createSnapshotCache(
      { load: async () => (isDown ? Promise.reject(new Error("down")) : snapshot()) },
      new FakeTime(),
      1e6,
    );
    await expect(cache.get("a")).rejects.toThrow("down");
    isDown = false;
    expect(await cache.get("a")).not.toBeNull();
  });
});
