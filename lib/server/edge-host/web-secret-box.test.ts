import { describe, expect, it } from "vitest";
import { UnopenableSecret } from "@/lib/server/sealed-secret";
import { createSecretBox } from "@/lib/server/secret-box";
import { createWebSecretBox } from "./web-secret-box";

const keys = [
  { id: "k2", bytes: new Uint8Array(32).fill(2) },
  { id: "k1", bytes: new Uint8Array(32).fill(1) },
];
const place = { owner_table: "provider_credentials", owner_id: "a", field: "api_key", workspace_id: "w" };
const box = createWebSecretBox(keys);

function flipped(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString("base64");
}

describe("the Web Crypto secret box", () => {
  it("opens what the Node box sealed, under every known key", async () => {
    for (const key of keys) {
      const sealed = createSecretBox([key]).seal(place, "sk-tést");
      expect(await box.open(sealed)).toBe("sk-tést");
    }
  });

  it.each(["ciphertext", "iv", "tag"] as const)("refuses a flipped bit of %s", async (field) => {
    const sealed = createSecretBox(keys).seal(place, "sk-test");
    await expect(box.open({ ...sealed, [field]: flipped(sealed[field]) })).rejects.toThrow(UnopenableSecret);
  });

  it.each([
    ["another row", { owner_id: "b" }],
    ["another workspace", { workspace_id: "v" }],
    ["another key", { key_id: "k1" }],
    ["an unknown key", { key_id: "k9" }],
    ["another version", { aad_version: 2 }],
  ])("refuses a secret moved to %s", async (_, change) => {
    const sealed = createSecretBox(keys).seal(place, "sk-test");
    await expect(box.open({ ...sealed, ...change })).rejects.toThrow(UnopenableSecret);
  });

  it("refuses a truncated tag", async () => {
    const sealed = createSecretBox(keys).seal(place, "sk-test");
    const tag = Buffer.from(sealed.tag, "base64").subarray(0, 4).toString("base64");
    await expect(box.open({ ...sealed, tag })).rejects.toThrow(UnopenableSecret);
  });
});
