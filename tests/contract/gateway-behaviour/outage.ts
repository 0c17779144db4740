import { buffer } from "node:stream/consumers";
import { expect, vi } from "vitest";
import { refusalOf } from "./refusals";
import { type Case, call, logOf, newMark, open, placeOf } from "./world";

export const outage: readonly Case[] = [
  {
    title: "told to stop, finishes the answer that is under way, and its record is complete",
    async run(place) {
      const { world } = place;
      const answer = await open(place, "things/slow");
      process.kill(world.stack.run().parts["next"]?.pid ?? 0, "SIGTERM");
      expect((await buffer(answer)).toString()).toBe("data: first\n\ndata: second\n\n");
      await world.stack.ready();
      const row = await logOf(place, answer.headers["x-sluice-request-id"]);
      expect(row).toMatchObject({ outcome: "completed", status_code: 200 });
    },
  },
  {
    title: "refuses with 503 ledger_unavailable, calls no upstream, and goes on when the ledger is back",
    async run(place) {
      const { world } = place;
      const mark = newMark();
      expect((await call(place, "things/echo")).status).toBe(200);
      process.kill(world.stack.run().parts["node-host"]?.pid ?? 0, "SIGKILL");
      const refused = await vi.waitFor(
        async () => {
          const answer = await call(place, `things/echo?${mark}`);
          expect(answer.status).not.toBe(200);
          return answer;
        },
        { timeout: 2_000, interval: 1 },
      );
      const passed = world.upstream.hits(mark).length;
      expect([refused.status, refusalOf(refused).error.code]).toEqual([503, "ledger_unavailable"]);
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
      await world.stack.ready();
      await vi.waitFor(async () => expect((await call(place, `things/echo?${mark}`)).status).toBe(200), 5_000);
      expect(world.upstream.hits(mark)).toHaveLength(passed + 1);
      expect((await call(placeOf(world, "Node host"), "things/echo")).status).toBe(200);
    },
  },
];
