import { createApiKey, parseApiKey } from "@/lib/kernel/api-key";
import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

/** A new key's text, for its one answer, and the columns that are stored of it. */
export function newSecret(ctx: Pick<ServiceContext, "random" | "sha256Hex">) {
  const key = createApiKey(ctx.random);
  const face = parseApiKey(key);
  if (!face.ok) throw new AppError("internal", "The key could not be made. Try again.", { cause: face.error });
  const stored = { key_prefix: face.value.prefix, key_last4: face.value.last4, key_hash: ctx.sha256Hex(key) };
  return { key, stored };
}
