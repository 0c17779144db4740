import { describe, expect, it } from "vitest";
import { uuidV7 } from "./ids";

const fixed = (byte: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(byte) });

describe("uuidV7", () => {
  it("agrees with the example value of RFC 9562 in its time, version and variant", () => {
    expect(uuidV7(0x017f22e279b0, fixed(0xff))).toBe("017f22e2-79b0-7fff-bfff-ffffffffffff");
    expect(uuidV7(0x017f22e279b0, fixed(0x00))).toBe("017f22e2-79b0-7000-8000-000000000000");
  });

  it("sorts by time as text", () => {
    const random = fixed(0x55);
    const texts = [1, 255, 256, 65_536, 1_700_000_000_000, 1_700_000_000_001].map((ms) => uuidV7(ms, random));
    expect([...texts].sort()).toEqual(texts);
  });

  it("differs within one millisecond, since the rest is random", () => {
    const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
    expect(new Set(Array.from({ length: 1_000 }, () => uuidV7(1, random))).size).toBe(1_000);
  });
});
