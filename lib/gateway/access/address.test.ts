import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { floodSubject, isIn, readAddress, readRange } from "./address";

const isInText = (range: string, address: string) => {
  const [compiled, own] = [readRange(range), readAddress(address)];
  return compiled !== null && own !== null && isIn(compiled, own);
};

describe("ranges", () => {
  it.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "1.2.3.4", false],
    ["255.255.255.255/32", "255.255.255.255", true],
    ["128.0.0.0/1", "200.1.1.1", true],
    ["128.0.0.0/1", "100.1.1.1", false],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "::ffff:192.0.2.7", true],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["::ffff:10.0.0.0/104", "11.9.9.9", false],
    ["2001:db8::/33", "2001:db8:7fff::1", true],
    ["2001:db8::/33", "2001:db8:8000::1", false],
    ["2001:db8::1/128", "2001:db8::1", true],
    ["2001:db8::1/128", "2001:db8::2", false],
    ["nonsense", "10.0.0.1", false],
    ["0.0.0.0/0", "nonsense", false],
  ])("%s holds %s: %s", (range, address, isInside) => {
    expect(isInText(range, address)).toBe(isInside);
  });

  it("hold what the library at hand says they hold", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (base, bits, address) => {
        expect(isInText(`${base}/${bits}`, address)).toBe(
          ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(base), bits),
        );
      }),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 128 }),
        fc.integer({ min: 0, max: 127 }),
        (bytes, bits, flipped) => {
          const base = ipaddr.fromByteArray([...bytes]);
          const other = [...bytes];
          other[flipped >> 3] = (other[flipped >> 3] ?? 0) ^ (128 >> (flipped & 7));
          const address = ipaddr.fromByteArray(other);
          fc.pre([base, address].every((one) => one instanceof ipaddr.IPv6 && !one.isIPv4MappedAddress()));
          expect(isInText(`${base.toString()}/${bits}`, address.toString())).toBe(flipped >= bits);
        },
      ),
    );
  });
});

describe("what floods are counted by", () => {
  it("an IPv4 address by itself, IPv6 addresses by the /64 that one subscriber has", () => {
    expect(floodSubject("192.0.2.7")).not.toBe(floodSubject("192.0.2.8"));
    expect(floodSubject("::ffff:192.0.2.7")).toBe(floodSubject("192.0.2.7"));
    expect(floodSubject("2001:db8:1:2::1")).toBe(floodSubject("2001:db8:1:2:ffff::9"));
    expect(floodSubject("2001:db8:1:2::1")).not.toBe(floodSubject("2001:db8:1:3::1"));
    expect(floodSubject("")).toBe("unknown");
  });
});
