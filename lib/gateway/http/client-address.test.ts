import { describe, expect, it } from "vitest";
import { clientAddress, isInside } from "./client-address";

const forwarded = (...values: string[]) => values.map((value) => ["x-forwarded-for", value] as const);

describe("clientAddress", () => {
  it.each([
    [
      "a peer that is no proxy of ours is the caller, whatever it claims",
      "203.0.113.9",
      forwarded("10.0.0.1"),
      ["192.0.2.1"],
      "203.0.113.9",
    ],
    ["no proxy is trusted by default", "127.0.0.1", forwarded("10.0.0.1"), [], "127.0.0.1"],
    [
      "behind a trusted proxy it is the right-most hop",
      "192.0.2.1",
      forwarded("1.1.1.1, 203.0.113.9"),
      ["192.0.2.1"],
      "203.0.113.9",
    ],
    [
      "trusted hops are passed over, in a chain of fields too",
      "192.0.2.1",
      forwarded("6.6.6.6", "203.0.113.9, 192.0.2.2"),
      ["192.0.2.0/24"],
      "203.0.113.9",
    ],
    [
      "a hop that is no address ends the search",
      "192.0.2.1",
      forwarded("203.0.113.9, unknown"),
      ["192.0.2.1"],
      "192.0.2.1",
    ],
    [
      "a port behind a hop is none of the address",
      "192.0.2.1",
      forwarded("203.0.113.9:5000, [2001:db8::1]:443"),
      ["192.0.2.1", "2001:db8::/32"],
      "203.0.113.9",
    ],
    ["mapped addresses are the addresses they map", "::ffff:203.0.113.9", [], [], "203.0.113.9"],
  ])("%s", (_, remote, headers, trusted, address) => {
    expect(clientAddress(remote, headers, trusted)).toBe(address);
  });
});

describe("isInside", () => {
  it.each([
    ["10.1.2.3", ["10.0.0.0/8"], true],
    ["11.1.2.3", ["10.0.0.0/8"], false],
    ["2001:db8::1", ["2001:db8::/32"], true],
    ["::ffff:10.0.0.1", ["10.0.0.1"], true],
    ["10.0.0.1", ["2001:db8::/32", "10.0.0.1/32"], true],
    ["nonsense", ["0.0.0.0/0"], false],
    ["10.0.0.1", ["nonsense"], false],
  ])("%s in %j: %s", (address, ranges, isIn) => {
    expect(isInside(address, ranges)).toBe(isIn);
  });
});
