import type { Admitted } from "@/lib/gateway/context";
import { baseUrlOf } from "@/lib/gateway/providers/base-url";
import { asObject } from "@/lib/gateway/providers/dialect";

/** They tell usage unasked and refuse the question. */
const TELLS_UNASKED: ReadonlySet<string> = new Set(["https://api.mistral.ai"]);

/** Whether the gateway asks a stream for its usage in the caller's stead; the answer to that is taken out again. */
export function asksForUsage({ endpoint, isStream, body, provider, pricing }: Admitted): boolean {
  if (!endpoint?.canAskForStreamUsage || !isStream || pricing === null || body.kind !== "json") return false;
  if (TELLS_UNASKED.has(baseUrlOf(provider).origin)) return false;
  const options = body.json["stream_options"];
  if (options !== undefined && options !== null && asObject(options) === null) return false;
  return asObject(options)?.["include_usage"] === undefined;
}
