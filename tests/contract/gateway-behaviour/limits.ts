import { expect } from "vitest";
import { type Case, call, HOSTS, newMark, placeOf } from "./world";

const DAY_MS = 86_400_000;

export const limits: readonly Case[] = [
  {
    title: "says on every answer what is left of the key's limit, and 429 with Retry-After where nothing is",
    async run(place) {
      const key = await place.world.createKey({ rate_limit_requests: 2, rate_limit_window_ms: DAY_MS });
      const mark = newMark();
      const answers = [];
      for (let index = 0; index < 3; index += 1) answers.push(await call(place, `things/echo?${mark}`, { key }));
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
      expect(answers.map((answer) => answer.headers["x-ratelimit-remaining-requests"])).toEqual(["1", "0", "0"]);
      for (const { headers } of answers) {
        expect(headers["ratelimit-policy"]).toContain(";q=2;w=86400");
        expect(headers["ratelimit"]).toMatch(/;r=\d+;t=\d+/);
      }
      expect(Number(answers[2]?.headers["retry-after"])).toBeGreaterThan(0);
      expect(place.world.upstream.hits(mark)).toHaveLength(2);
    },
  },
  {
    title: "lets exactly 60 of 100 calls pass that are split over both hosts against a limit of 60",
    async run({ world, host }) {
      const key = await world.createKey({ rate_limit_requests: 60, rate_limit_window_ms: DAY_MS });
      const mark = newMark();
      const places = HOSTS.map((name) => placeOf(world, name));
      // Whichever host is asked first, both have the same say.
      if (host !== "Node host") places.reverse();
      const calls = Array.from({ length: 50 }, () =>
        places.map((place) => call(place, `things/echo?${mark}`, { key })),
      ).flat();
      const statuses = (await Promise.all(calls)).map((answer) => answer.status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(60);
      expect(statuses.filter((status) => status === 429)).toHaveLength(40);
      expect(world.upstream.hits(mark)).toHaveLength(60);
    },
  },
];
