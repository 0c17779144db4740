import type { EncryptionKey } from "@/lib/env";
import type { SecretBox } from "@/lib/gateway/ports";
import { AAD_VERSION, additionalText, IV_BYTES, TAG_BYTES, UnopenableSecret } from "@/lib/server/sealed-secret";

/** Opens what the control plane sealed, by Web Crypto (AES-256-GCM, NIST SP 800-38D); it never seals. */
export function createWebSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const byId = new Map(keys.map(({ id, bytes }) => [id, importKey(bytes)]));
  return {
    async open(sealed) {
      const key = await byId.get(sealed.key_id);
      const tag = fromBase64(sealed.tag);
      const iv = fromBase64(sealed.iv);
      if (!key || sealed.aad_version !== AAD_VERSION || tag.length !== TAG_BYTES || iv.length !== IV_BYTES) {
        throw new UnopenableSecret();
      }
      const ciphertext = fromBase64(sealed.ciphertext);
      const whole = new Uint8Array(ciphertext.length + TAG_BYTES);
      whole.set(ciphertext);
      whole.set(tag, ciphertext.length);
      const additionalData = new TextEncoder().encode(additionalText(sealed, sealed.key_id));
      const settings = { name: "AES-GCM", iv, additionalData, tagLength: TAG_BYTES * 8 };
      return new TextDecoder().decode(await decrypt(settings, key, whole));
    },
  };
}

function importKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, ["decrypt"]);
}

/** The cause is dropped on purpose: it might tell a prober something. */
async function decrypt(settings: AesGcmParams, key: CryptoKey, whole: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  try {
    return await crypto.subtle.decrypt(settings, key, whole);
  } catch {
    throw new UnopenableSecret();
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
