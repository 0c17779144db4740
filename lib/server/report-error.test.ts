import { describe, expect, it } from "vitest";
import { logLine } from "@/lib/server/report-error";

const at = new Date("2026-11-20T12:00:00Z");

describe("a reported error", () => {
  it("is one JSON line with message, context and the whole chain of causes", () => {
    const cause = new Error("outer\nsecond line", { cause: new TypeError("inner") });
    const line = logLine("It failed", { request_id: "r1" }, cause, at);
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toMatchObject({
      time: "2026-11-20T12:00:00.000Z",
      level: "error",
      message: "It failed",
      request_id: "r1",
      cause: { name: "Error", cause: { name: "TypeError", message: "inner" } },
    });
  });

  it.each([
    ["a virtual key", "slc_live_0123456789abcdefghijABCDEFGHIJ012345"],
    ["an upstream's key", "sk-proj-abcdefgh12345678"],
    ["a bearer token", "Bearer abc.def"],
    ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
    ["a connection string's password", "postgres://me:hunter2hunter2@db/x"],
  ])("never holds %s, in message, context or cause", (_what, secret) => {
    const line = logLine(`m ${secret}`, { note: `n ${secret}`, list: [secret] }, new Error(`e ${secret}`), at);
    const core = secret.replace(/^Bearer /, "").replace(/^postgres:\/\/me:|@db\/x$/g, "");
    expect(line).not.toContain(core);
    expect(line).toContain("[redacted]");
  });

  it("never holds the value of a field that is named like a secret, and keeps ids", () => {
    const line = logLine(
      "m",
      { password: "p1", headers: { cookie: "c1" }, api_key: "a1", api_key_id: "k-1" },
      undefined,
      at,
    );
    expect(line).not.toMatch(/p1|c1|a1/);
    expect(line).toContain("k-1");
  });

  it("survives what cannot be written as it is", () => {
    const loop: Record<string, unknown> = { count: 1n };
    loop["self"] = loop;
    expect(() => logLine("m", loop, undefined, at)).not.toThrow();
  });
});
