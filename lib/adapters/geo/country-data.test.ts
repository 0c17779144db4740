import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { FakeTime } from "@/tests/helpers/fake-time";
import { createCountryData } from "./country-data";

const path = createRequire(import.meta.url).resolve(
  "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb",
);
const never = () => {
  throw new Error("nothing may be reported");
};

it("knows countries of IPv4 and IPv6, and says when it knows none", async () => {
  const data = createCountryData({ path, clock: new FakeTime(), report: never });
  expect(data.countryOf("")).toBeNull();
  const first = data.countryOf("8.8.8.8");
  expect(first).toBeInstanceOf(Promise);
  expect(await first).toBe("US");
  // From here on the file is there, and nothing waits.
  expect(data.countryOf("193.99.144.80")).toBe("DE");
  expect(data.countryOf("2a02:2e0::1")).toBe("DE");
  expect(data.countryOf("127.0.0.1")).toBeNull();
  expect(data.countryOf("not an address")).toBeNull();
});

it("reads the file once for all who ask while it is being read", async () => {
  const data = createCountryData({ path, clock: new FakeTime(), report: never });
  expect(await Promise.all([data.countryOf("8.8.8.8"), data.countryOf("193.99.144.80")])).toEqual(["US", "DE"]);
});

it("takes every country for unknown where there is no file, says so once, and looks again later", async () => {
  const time = new FakeTime();
  const reports: unknown[] = [];
  const data = createCountryData({ path: "/nowhere.mmdb", clock: time, report: (message) => reports.push(message) });
  expect(await data.countryOf("8.8.8.8")).toBeNull();
  expect(data.countryOf("8.8.8.8")).toBeNull();
  expect(reports).toHaveLength(1);
  await time.advance(30_000);
  expect(await data.countryOf("8.8.8.8")).toBeNull();
  expect(reports).toHaveLength(2);
});
