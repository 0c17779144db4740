import { describe, expect, it } from "vitest";
import { UnopenableSecret } from "@/lib/server/sealed-secret";
import { createSecretBox } from "@/lib/server/secret-box";

const key = (id: string, fill: number) => ({ id, bytes: new Uint8Array(32).fill(fill) });
const place = {
  owner_table: "provider_credentials",
  owner_id: "01932c07-209f-7f3a-9a41-3f6c1f0b7d52",
  field: "api_key",
  workspace_id: "01932c07-209f-7f3a-9a41-000000000001",
};
const box = createSecretBox([key("k2", 2), key("k1", 1)]);

function flipped(base64: string, bit: number): string {
  const bytes = Buffer.from(base64, "base64");
  const at = Math.floor(bit / 8) % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString("base64");
}

describe("the secret box", () => {
  it("opens what it sealed, to the last character", async () => {
    const text = "sk-🔑 ünïcode";
    expect(await box.open(box.seal(place, text))).toBe(text);
  });

  it("never gives the same bytes for the same secret twice, and never shows the plaintext", () => {
    const [first, second] = [box.seal(place, "sk-plain"), box.seal(place, "sk-plain")];
    expect(first.ciphertext).not.toBe(second.ciphertext);
    expect(JSON.stringify(first)).not.toContain("sk-plain");
  });

  it("seals with the newest key and still opens what an older one sealed", async () => {
    const old = createSecretBox([key("k1", 1)]).seal(place, "sk-old");
    expect(box.seal(place, "x").key_id).toBe("k2");
    expect(await box.open(old)).toBe("sk-old");
  });

  it("refuses every single flipped bit of ciphertext, IV and tag", async () => {
    const sealed = box.seal(place, "sk-test");
    for (const field of ["ciphertext", "iv", "tag"] as const) {
      for (let bit = 0; bit < Buffer.from(sealed[field], "base64").length * 8; bit += 1) {
        await expect(box.open({ ...sealed, [field]: flipped(sealed[field], bit) })).rejects.toThrow(UnopenableSecret);
      }
    }
  });

  it.each([
    ["another row", { owner_id: "01932c07-209f-7f3a-9a41-3f6c1f0b7d53" }],
    ["another table", { owner_table: "webhooks" }],
    ["another field", { field: "secret" }],
    ["another workspace", { workspace_id: "01932c07-209f-7f3a-9a41-000000000002" }],
    ["another key's name", { key_id: "k1" }],
    ["a key that is not known", { key_id: "k9" }],
    ["another version", { aad_version: 2 }],
  ])("refuses a secret moved to %s", async (_what, change) => {
    await expect(box.open({ ...box.seal(place, "sk-test"), ...change })).rejects.toThrow(UnopenableSecret);
  });

  it.each([4, 8, 12, 15])("refuses a tag cut to %i bytes", async (length) => {
    const sealed = box.seal(place, "sk-test");
    const tag = Buffer.from(sealed.tag, "base64").subarray(0, length).toString("base64");
    await expect(box.open({ ...sealed, tag })).rejects.toThrow(UnopenableSecret);
  });
});
