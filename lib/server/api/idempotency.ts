import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { serverEnv } from "@/lib/env";
import { AppError } from "@/lib/kernel/errors";
import { createSecretBox } from "@/lib/server/secret-box";
import { toAppError } from "@/lib/server/to-app-error";
import type { ServiceContext } from "@/lib/services/context";

/** After this long a key may be used anew. */
const KEPT_MS = 24 * 3_600_000;
const UNIQUE_VIOLATION = "23505";
const MAX_KEY_LENGTH = 255;

/** A success, ready to be sent. */
export type JsonAnswer = { status: number; body: unknown };

const StoredAnswer = z.object({
  status: z.number(),
  ciphertext: z.string(),
  iv: z.string(),
  tag: z.string(),
  key_id: z.string(),
  aad_version: z.number(),
});

type Call = { ctx: ServiceContext; key: string; request: Request; input: unknown };

/**
 * Runs `work` at most once for an `Idempotency-Key` in a day: a repeat with the same body gets the first answer again, a
 * key's text included, for which it is stored encrypted. Another body, or a first request that has not come to its
 * end, is a conflict. A refusal is not kept: what was refused may be tried again with the same key.
 */
export async function onlyOnce(
  call: Call,
  work: () => Promise<JsonAnswer>,
): Promise<JsonAnswer & { replayed: boolean }> {
  requireKey(call.key);
  const hash = hashOf(call);
  await forgetOld(call);
  const taken = await claim(call, hash);
  if (taken !== null) return { ...(await replay(call, hash, taken)), replayed: true };
  try {
    const answer = await work();
    await store(call, answer);
    return { ...answer, replayed: false };
  } catch (error) {
    // Whether a failure of ours came before or after the change is unknown: such a key stays taken.
    if (toAppError(error).status < 500) await rows(call).delete().match(place(call)).throwOnError();
    throw error;
  }
}

function requireKey(key: string): void {
  if (key.length > 0 && key.length <= MAX_KEY_LENGTH) return;
  const message = `Use 1 to ${MAX_KEY_LENGTH} characters.`;
  throw new AppError("invalid_input", "Check Idempotency-Key.", { fieldErrors: { "idempotency-key": message } });
}

/** The actor counts too: nobody is answered what another key of theirs was shown. */
function hashOf({ ctx, request, input }: Call): string {
  const actor = ctx.actor.kind === "user" ? ctx.actor.userId : ctx.actor.keyId;
  const path = new URL(request.url).pathname;
  return createHash("sha256")
    .update(JSON.stringify([actor, request.method, path, sorted(input)]))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return entries.map(([name, item]) => [name, sorted(item)]);
}

function rows({ ctx }: Call) {
  return ctx.db.from("idempotency_keys");
}

function place({ ctx, key }: Call) {
  return { workspace_id: ctx.workspaceId, created_by: ctx.actor.userId, key };
}

async function forgetOld(call: Call): Promise<void> {
  const before = new Date(call.ctx.clock.nowMs() - KEPT_MS).toISOString();
  const { workspace_id, created_by } = place(call);
  await rows(call).delete().match({ workspace_id, created_by }).lt("created_at", before).throwOnError();
}

/** Null if the key is ours now, else what is stored under it. */
async function claim(call: Call, hash: string) {
  const { error } = await rows(call).insert({ ...place(call), request_hash: hash });
  if (error === null) return null;
  if (error.code !== UNIQUE_VIOLATION) throw error;
  const { data } = await rows(call)
    .select("request_hash, state, response")
    .match(place(call))
    .maybeSingle()
    .throwOnError();
  if (data === null) throw stillRunning();
  return data;
}

async function replay(
  call: Call,
  hash: string,
  taken: { request_hash: string; state: string; response: unknown },
): Promise<JsonAnswer> {
  if (taken.request_hash !== hash) {
    throw new AppError("conflict", "This Idempotency-Key was used with another request. Use a new one.");
  }
  if (taken.state !== "done") throw stillRunning();
  const { status, ...sealed } = StoredAnswer.parse(taken.response);
  return { status, body: JSON.parse(await box().open({ ...sealed, ...sealPlace(call) })) };
}

function stillRunning(): AppError {
  return new AppError(
    "conflict",
    "The first request with this Idempotency-Key has not come to its end. Ask again in a moment; if this stays so, it broke off: look whether it took effect, then use a new key.",
  );
}

async function store(call: Call, { status, body }: JsonAnswer): Promise<void> {
  const { ciphertext, iv, tag, key_id, aad_version } = box().seal(sealPlace(call), JSON.stringify(body));
  await rows(call)
    .update({ state: "done", response: { status, ciphertext, iv, tag, key_id, aad_version } })
    .match(place(call))
    .throwOnError();
}

function sealPlace({ ctx, key }: Call) {
  return {
    owner_table: "idempotency_keys",
    owner_id: `${ctx.actor.userId}/${key}`,
    field: "response",
    workspace_id: ctx.workspaceId,
  };
}

function box() {
  return createSecretBox(serverEnv().SLUICE_ENCRYPTION_KEYS);
}
