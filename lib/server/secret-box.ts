import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { EncryptionKey } from "@/lib/env";
import type { SealedSecret, SecretBox } from "@/lib/gateway/ports";
import { AAD_VERSION, additionalText, IV_BYTES, type SecretPlace, TAG_BYTES, UnopenableSecret } from "./sealed-secret";

const CIPHER = "aes-256-gcm";

export type SealingBox = SecretBox & {
  /** Encrypts under the newest key, with a fresh random IV each time. */
  seal(place: SecretPlace, plaintext: string): SealedSecret;
};

/** AES-256-GCM (NIST SP 800-38D) with keys newest first: the first one seals, each opens what names it. */
export function createSecretBox(keys: readonly EncryptionKey[]): SealingBox {
  const newest = keys[0];
  if (newest === undefined) throw new RangeError("A secret box needs at least one key.");
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));

  return {
    seal(place, plaintext) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, newest.bytes, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(additionalText(place, newest.id)));
      const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return {
        owner_table: place.owner_table,
        owner_id: place.owner_id,
        field: place.field,
        workspace_id: place.workspace_id,
        key_id: newest.id,
        ciphertext: ciphertext.toString("base64"),
        iv: iv.toString("base64"),
        tag: cipher.getAuthTag().toString("base64"),
        aad_version: AAD_VERSION,
      };
    },
    async open(sealed) {
      const key = byId.get(sealed.key_id);
      const tag = Buffer.from(sealed.tag, "base64");
      const iv = Buffer.from(sealed.iv, "base64");
      if (
        key === undefined ||
        sealed.aad_version !== AAD_VERSION ||
        tag.length !== TAG_BYTES ||
        iv.length !== IV_BYTES
      ) {
        throw new UnopenableSecret();
      }
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(additionalText(sealed, sealed.key_id)));
      decipher.setAuthTag(tag);
      const start = decipher.update(Buffer.from(sealed.ciphertext, "base64"));
      return Buffer.concat([start, finish(decipher)]).toString("utf8");
    },
  };
}

/** The cause is dropped on purpose: OpenSSL's text tells nothing that helps and might tell a prober something. */
function finish(decipher: { final(): Buffer }): Buffer {
  try {
    return decipher.final();
  } catch {
    throw new UnopenableSecret();
  }
}
