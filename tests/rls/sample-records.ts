import { randomUUID } from "node:crypto";
import { ids } from "./principals";

export const sampleKeys = [1, 2, 3].map((n) => `aaaaaaaa-0000-4000-8000-00000000020${n}`);
const providerId = "aaaaaaaa-0000-4000-8000-000000000301";
const models = ["gpt-4o", "gpt-4o-mini", "claude-4"];

/** A finished request as the ledger drains it; `n` decides its figures, so that sums can be checked by hand. */
export function sampleRecord(n: number, createdAt: Date, more: Record<string, unknown> = {}) {
  const isError = n % 5 === 0;
  return {
    request_id: randomUUID(),
    created_at: createdAt.toISOString(),
    workspace_id: ids.workspace,
    api_key_id: sampleKeys[n % sampleKeys.length],
    provider_id: providerId,
    model: models[n % models.length],
    method: "POST",
    path: "/v1/chat/completions",
    status_code: isError ? 502 : 200,
    outcome: isError ? "failed" : "completed",
    latency_ms: 10 + (n % 400) * 3.5,
    tokens_input: 100 + n,
    tokens_output: n,
    tokens_total: 100 + 2 * n,
    cost_cents: `0.${String(1_000_000 + n).padStart(7, "0")}`,
    client_ip: "192.0.2.7",
    end_user_id: `user-${n % 4}`,
    tags: n % 2 === 0 ? ["even", "all"] : ["all"],
    attempts: [{ candidate: "a", status: 200 }],
    ...more,
  };
}
export type SampleRecord = ReturnType<typeof sampleRecord>;

export const sampleBatch = (size: number, createdAt = new Date(), more: Record<string, unknown> = {}) =>
  Array.from({ length: size }, (_, n) => sampleRecord(n, new Date(createdAt.getTime() + n), more));
