import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createApiKey, parseApiKey } from "./api-key";

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe("api keys", () => {
  it("have the announced shape and parse back to what may be shown", () => {
    const key = createApiKey(random);
    expect(key).toMatch(/^slc_live_[0-9A-Za-z]{36}$/);
    expect(parseApiKey(key)).toEqual({ ok: true, value: { prefix: key.slice(0, 13), last4: key.slice(-4) } });
  });

  it("carry the CRC-32 of everything before it in base62", () => {
    const key = createApiKey(random);
    const value = [...key.slice(-6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
    expect(value).toBe(crc32(key.slice(0, -6)));
  });

  it("are refused when any one character differs", () => {
    const key = createApiKey(random);
    for (let index = 9; index < key.length; index += 1) {
      const other = key[index] === "x" ? "y" : "x";
      expect(parseApiKey(key.slice(0, index) + other + key.slice(index + 1)).ok).toBe(false);
    }
  });

  it.each([
    "",
    "slc_live_",
    "sk-abc",
    "slc_test_".padEnd(45, "a"),
    "slc_live_".padEnd(44, "a"),
    `slc_live_${"é".repeat(36)}`,
    "x".repeat(10_000),
  ])("call %j no key", (text) => {
    expect(parseApiKey(text)).toEqual({ ok: false, error: "not_a_key" });
  });

  it("of the two kinds are never taken for each other", () => {
    const key = createApiKey(random, "management");
    expect(key).toMatch(/^slm_live_[0-9A-Za-z]{36}$/);
    expect(parseApiKey(key, "management").ok).toBe(true);
    expect(parseApiKey(key)).toEqual({ ok: false, error: "not_a_key" });
    expect(parseApiKey(createApiKey(random), "management")).toEqual({ ok: false, error: "not_a_key" });
  });

  it("use every character of the alphabet and skip the bytes that would favour some", () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 400; round += 1) {
      for (const character of createApiKey(random).slice(9, -6))
        counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    const bytes = [255, 248, 0, 61];
    const cycling = { bytes: (length: number) => Uint8Array.from({ length }, (_, index) => bytes[index % 4] ?? 0) };
    expect(createApiKey(cycling).slice(9, -6)).toBe("0z".repeat(15));
  });
});
