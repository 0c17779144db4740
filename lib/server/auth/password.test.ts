import { describe, expect, it } from "vitest";
import { hashPassword, isPasswordCorrect } from "@/lib/server/auth/password";

describe("passwords", () => {
  it("are stored as salted argon2id", async () => {
    const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
  });

  it("match their own hash only", async () => {
    const stored = await hashPassword("correct horse");
    expect(await isPasswordCorrect("correct horse", stored)).toBe(true);
    expect(await isPasswordCorrect("Correct horse", stored)).toBe(false);
  });

  it("are refused without a hash, even the decoy's own", async () => {
    expect(await isPasswordCorrect("a password that nobody has", null)).toBe(false);
  });

  it("take as long without a hash as with one", async () => {
    const stored = await hashPassword("correct horse");
    await isPasswordCorrect("warm up", null);
    const time = async (hash: string | null) => {
      const start = performance.now();
      for (let round = 0; round < 8; round += 1) await isPasswordCorrect("wrong", hash);
      return performance.now() - start;
    };
    const [known, unknown] = [await time(stored), await time(null)];
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });
});
