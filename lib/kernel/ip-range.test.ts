import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { canonicalRange } from "./ip-range";

const rangeOf = (text: string) => {
  const range = canonicalRange(text);
  return range.ok ? range.value : `refused: ${range.error}`;
};

describe("canonicalRange", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7/32"],
    [" 10.0.0.0/8 ", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["2001:db8::1", "2001:db8::1/128"],
    ["::/0", "::/0"],
    ["::ffff:192.0.2.7", "192.0.2.7/32"],
    ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3/128"],
  ])("writes %s as %s", (text, canonical) => {
    expect(rangeOf(text)).toBe(canonical);
  });

  it.each(["", "10.0.0", "10.0.0.256", "010.0.0.1", "1::2::3", "12345::", "fe80::1%eth0", "10.0.0.0/8/8", "::1.2.3"])(
    "refuses %j with an example of what it takes",
    (text) => {
      expect(rangeOf(text)).toContain("refused: Use an address or a range");
    },
  );

  it.each(["10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08"])(
    "refuses the prefix of %s",
    (text) => {
      expect(rangeOf(text)).toContain("after the slash");
    },
  );

  it("names both things that a range with bits beyond its prefix may mean", () => {
    expect(rangeOf("10.1.2.3/8")).toBe(
      "refused: A range begins at its first address: write 10.0.0.0/8, or 10.1.2.3/32 for this one alone.",
    );
  });

  it("reads every IPv4 and IPv6 address as the address library does", () => {
    // The library takes the deprecated ::192.0.2.7 for IPv4, which RFC 4291 does not.
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => !text.includes(".")),
    );
    fc.assert(
      fc.property(address, (text) => {
        const own = rangeOf(text).split("/")[0] ?? "";
        expect(ipaddr.process(own).toNormalizedString()).toBe(ipaddr.process(text).toNormalizedString());
        expect(rangeOf(rangeOf(text))).toBe(rangeOf(text));
      }),
    );
  });
});
