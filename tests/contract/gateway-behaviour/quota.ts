import { expect } from "vitest";
import { type Case, call, newMark } from "./world";

const DAY_MS = 86_400_000;

export const quota: readonly Case[] = [
  {
    title:
      "tells a key what is left of its own limit, changes nothing by telling, and links refusals to a page that exists",
    async run(place) {
      const { world } = place;
      const key = await world.createKey({ rate_limit_requests: 2, rate_limit_window_ms: DAY_MS });
      const mark = newMark();
      await call(place, `things/echo?${mark}`, { key });
      for (let question = 0; question < 3; question += 1) {
        const told = await call(place, "quota", { key });
        const { rules } = JSON.parse(told.bytes.toString());
        const own = rules.find(({ name }: { name: string }) => name === "key limit");
        expect(own).toMatchObject({ metric: "requests", limit: 2, used: 1, remaining: 1, scope: "API_KEY" });
        expect(told.headers["ratelimit"]).toContain('"key limit";r=1;');
      }
      await call(place, `things/echo?${mark}`, { key });
      const refused = await call(place, `things/echo?${mark}`, { key });
      expect(refused.status).toBe(429);
      const { docs_url } = JSON.parse(refused.bytes.toString()).sluice;
      const page = await fetch(new URL(docs_url, world.stack.demo.url), { redirect: "manual" });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('id="rate_limited"');
      expect(world.upstream.hits(mark)).toHaveLength(2);
    },
  },
  {
    title: "refuses the quota without a key, and by another method than GET",
    async run(place) {
      expect((await call(place, "quota", { key: null })).status).toBe(401);
      expect((await call(place, "quota", { method: "POST", body: "{}" })).status).toBe(405);
    },
  },
];
