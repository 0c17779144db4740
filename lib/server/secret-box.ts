import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { EncryptionKey } from "@/lib/env";
import type { SealedSecret, SecretBox } from "@/lib/gateway/ports";

const CIPHER = "aes-256-gcm";
/** Node accepts tags of 4 bytes unless told otherwise, which makes forging cheap. */
const TAG_BYTES = 16;
const IV_BYTES = 12;
const AAD_VERSION = 1;

/** Where a secret belongs. It opens nowhere else: another row, field or workspace is refused. */
export type SecretPlace = Pick<SealedSecret, "owner_table" | "owner_id" | "field" | "workspace_id">;

export type SealingBox = SecretBox & {
  /** Encrypts under the newest key, with a fresh random IV each time. */
  seal(place: SecretPlace, plaintext: string): SealedSecret;
};

/** A sealed secret that cannot be opened: altered, moved to another place, or sealed with a key that is not known here. */
export class UnopenableSecret extends Error {
  override readonly name = "UnopenableSecret";

  constructor() {
    super("A stored secret could not be opened. Enter it again, or restore the encryption key that sealed it.");
  }
}

/** AES-256-GCM (NIST SP 800-38D) with keys newest first: the first one seals, each opens what names it. */
export function createSecretBox(keys: readonly EncryptionKey[]): SealingBox {
  const newest = keys[0];
  if (newest === undefined) throw new RangeError("A secret box needs at least one key.");
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));

  return {
    seal(place, plaintext) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, newest.bytes, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(additionalData(place, newest.id));
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
      decipher.setAAD(additionalData(sealed, sealed.key_id));
      decipher.setAuthTag(tag);
      const start = decipher.update(Buffer.from(sealed.ciphertext, "base64"));
      return Buffer.concat([start, finish(decipher)]).toString("utf8");
    },
  };
}

/** JSON keeps the parts apart whatever characters they hold. */
function additionalData(place: SecretPlace, keyId: string): Buffer {
  return Buffer.from(
    JSON.stringify([AAD_VERSION, place.owner_table, place.owner_id, place.field, place.workspace_id, keyId]),
  );
}

/** The cause is dropped on purpose: OpenSSL's text tells nothing that helps and might tell a prober something. */
function finish(decipher: { final(): Buffer }): Buffer {
  try {
    return decipher.final();
  } catch {
    throw new UnopenableSecret();
  }
}
