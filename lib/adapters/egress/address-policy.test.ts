import { describe, expect, it } from "vitest";
import { type AddressPolicy, mayDial } from "./address-policy";

const policy: AddressPolicy = {
  privateUpstreams: ["127.0.0.1:11434", "models.internal:8080", "[::1]:9000"],
  demoUpstream: "127.0.0.1:4010",
  internalPorts: [5432, 4010 + 1],
};

describe("which addresses may be dialled", () => {
  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])("public unicast %s may", (address) => {
    expect(mayDial(policy, { hostname: "api.example.com", port: 443 }, address, false)).toBe(true);
  });

  it.each([
    ["loopback", "127.0.0.1"],
    ["all of 127/8", "127.8.9.10"],
    ["this host", "0.0.0.0"],
    ["private 10/8", "10.0.0.1"],
    ["private 172.16/12", "172.31.255.1"],
    ["private 192.168/16", "192.168.1.1"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["cloud metadata", "169.254.169.254"],
    ["benchmarking", "198.18.0.1"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["IPv6 loopback", "::1"],
    ["IPv6 unspecified", "::"],
    ["IPv6 unique local", "fd00::1"],
    ["IPv6 link-local", "fe80::1"],
    ["mapped loopback", "::ffff:127.0.0.1"],
    ["mapped metadata", "::ffff:a9fe:a9fe"],
    ["NAT64-translated metadata", "64:ff9b::a9fe:a9fe"],
    ["6to4 of a private address", "2002:a00:1::1"],
    ["not an address", "localhost"],
  ])("%s (%s) may not", (_name, address) => {
    expect(mayDial(policy, { hostname: "api.example.com", port: 443 }, address, false)).toBe(false);
  });

  it("a listed pair may be dialled by its address or by its name, at its port alone", () => {
    expect(mayDial(policy, { hostname: "127.0.0.1", port: 11434 }, "127.0.0.1", false)).toBe(true);
    expect(mayDial(policy, { hostname: "models.internal", port: 8080 }, "10.1.2.3", false)).toBe(true);
    expect(mayDial(policy, { hostname: "::1", port: 9000 }, "::1", false)).toBe(true);
    expect(mayDial(policy, { hostname: "127.0.0.1", port: 11435 }, "127.0.0.1", false)).toBe(false);
  });

  it("the demo upstream is the demo workspace's alone", () => {
    expect(mayDial(policy, { hostname: "127.0.0.1", port: 4010 }, "127.0.0.1", true)).toBe(true);
    expect(mayDial(policy, { hostname: "127.0.0.1", port: 4010 }, "127.0.0.1", false)).toBe(false);
  });

  it("a port of our own is refused even when it is listed", () => {
    const listed = { ...policy, privateUpstreams: ["127.0.0.1:5432"] };
    expect(mayDial(listed, { hostname: "127.0.0.1", port: 5432 }, "127.0.0.1", false)).toBe(false);
  });
});
