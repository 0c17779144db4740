import { afterAll, beforeAll, describe, it } from "vitest";
import { isRedisMissing } from "../../helpers/redis-server";
import { access } from "./access";
import { bodies } from "./bodies";
import { clients } from "./clients";
import { headers } from "./headers";
import { limits } from "./limits";
import { onRedis, onRedisAlone, type RedisHost, startRedisHost } from "./on-redis";
import { outage } from "./outage";
import { paths } from "./paths";
import { quota } from "./quota";
import { refusals } from "./refusals";
import { streams } from "./streams";
import { HOSTS, placeOf, startWorld, type World } from "./world";

const groups = { refusals, access, paths, headers, bodies, streams, limits, quota, clients };

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 180_000);

afterAll(async () => {
  await world.stop();
}, 60_000);

describe.each([...HOSTS, "edge variant"] as const)("the %s", (host) => {
  describe.each(Object.entries(groups))("%s", (_, cases) => {
    it.each(cases.filter((one) => host !== "edge variant" || one.hostsOnly === undefined))(
      "$title",
      async ({ run }) => {
        await run(placeOf(world, host));
      },
    );
  });
});

describe.skipIf(isRedisMissing)("the Node host with two workers on Redis", () => {
  let redisHost: RedisHost;
  beforeAll(async () => {
    redisHost = await startRedisHost(world);
  }, 60_000);
  afterAll(() => redisHost.stop(), 60_000);

  it.each(onRedis)("$title", async ({ run }) => {
    await run(redisHost.place);
  });
  it.each(onRedisAlone)("$title", async ({ run }) => {
    await run(redisHost);
  });
});

// Last, since every other case needs all parts to stay.
describe("the Next handler in trouble", () => {
  it.each(outage)("$title", async ({ run }) => {
    await run(placeOf(world, "Next handler"));
  });
});
