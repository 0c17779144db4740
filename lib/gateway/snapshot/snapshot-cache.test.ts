import { describe, expect, it } from "vitest";
import { FakeTime } from "@/tests/helpers/fake-time";
import { NO_END_USER_FACTS, snapshot, WORKSPACE_ID } from "@/tests/helpers/snapshot-fixture";
import { createSnapshotCache } from "./snapshot-cache";

const keyOf = (hash: string) => ({ id: hash, name: "x".repeat(1_000) });
const loadEndUser = async () => NO_END_USER_FACTS;
const source = { load: async (hash: string) => snapshot({ key: keyOf(hash) }), loadEndUser };

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
    const moving = {
      load: async (hash: string) => snapshot({ versions: { workspace: version }, key: keyOf(hash) }),
      loadEndUser,
    };
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

  it("does not have a workspace's part sent again for another of its keys, and asks for all if it was dropped meanwhile", async () => {
    const asked: unknown[] = [];
    const whole = (hash: string) => snapshot({ versions: { global: 3, workspace: 7 }, key: keyOf(hash) });
    let isDropped = false;
    const cache = createSnapshotCache(
      {
        async load(hash, known) {
          asked.push(known);
          const isKnown = WORKSPACE_ID in known || isDropped;
          isDropped = false;
          return isKnown ? { ...whole(hash), workspace: null } : whole(hash);
        },
        loadEndUser,
      },
      new FakeTime(),
      1e6,
    );
    const first = await cache.get("a");
    expect((await cache.get("b"))?.slot).toBe(first?.slot);
    expect(asked).toEqual([{}, { [WORKSPACE_ID]: [3, 7] }]);

    const empty = createSnapshotCache(
      { load: async (hash, known) => cacheless(hash, known), loadEndUser },
      new FakeTime(),
      1e6,
    );
    isDropped = true;
    expect((await empty.get("c"))?.slot.current.version).toBe(7);

    async function cacheless(hash: string, known: object) {
      if (!isDropped) return whole(hash);
      expect(known).toEqual({});
      isDropped = false;
      return { ...whole(hash), workspace: null };
    }
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
      { load: async () => (isDown ? Promise.reject(new Error("down")) : snapshot()), loadEndUser },
      new FakeTime(),
      1e6,
    );
    await expect(cache.get("a")).rejects.toThrow("down");
    isDown = false;
    expect(await cache.get("a")).not.toBeNull();
  });
});
