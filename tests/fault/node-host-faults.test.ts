import { afterAll, beforeAll } from "vitest";
import { describeKillRounds } from "./kill-rounds";
import { type KillWorld, startKillWorld } from "./kill-world";
import { describeRedisOutages } from "./redis-outages";
import { describeShutdown } from "./shutdown";

let world: KillWorld;
beforeAll(async () => {
  world = await startKillWorld();
}, 180_000);
afterAll(() => world.stop(), 60_000);

describeKillRounds(() => world);
describeRedisOutages(() => world);
describeShutdown(() => world);
