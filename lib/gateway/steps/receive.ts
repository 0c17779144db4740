import type { Call, GatewayRuntime, Received } from "@/lib/gateway/context";
import { clientAddress } from "@/lib/gateway/http/client-address";
import { headerOf } from "@/lib/gateway/http/header-rules";
import { readProxyPath } from "@/lib/gateway/http/proxy-path";
import { readApiKey } from "@/lib/gateway/http/read-api-key";
import { bodyTooLarge } from "@/lib/gateway/http/read-body";
import { Refusal } from "@/lib/gateway/refusal";
import type { IncomingRequest } from "@/lib/gateway/reply";
import { uuidV7 } from "@/lib/kernel/ids";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function openCall(runtime: GatewayRuntime, request: IncomingRequest): Call {
  const startedAtMs = runtime.clock.nowMs();
  return {
    requestId: uuidV7(startedAtMs, runtime.random),
    request,
    startedAtMs,
    startedAt: runtime.stopwatch(),
    clientIp: clientAddress(request.remoteAddress, request.headers, runtime.config.trustedProxies),
    country: null,
  };
}

/** Reads the head of a call. The body waits until the key is known: a stranger must not fill our memory. */
export function receive({ config }: GatewayRuntime, call: Call): Received | Refusal {
  const { method, target, headers } = call.request;
  const path = readProxyPath(target, config.basePath);
  if (!path.ok) return new Refusal("path_not_allowed", path.error);
  if (!METHODS.has(method))
    return new Refusal("method_not_allowed", "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.");
  if (headerOf(headers, "upgrade") !== null && headerOf(headers, "upgrade") !== "h2c") {
    return new Refusal(
      "upgrade_unsupported",
      "The gateway does not switch protocols. Use the API's streaming over HTTP.",
    );
  }
  const declared = Number(headerOf(headers, "content-length") ?? 0);
  if (declared > config.maxBodyBytes) return bodyTooLarge(config.maxBodyBytes);
  if (holdsKey(target)) {
    return new Refusal(
      "malformed_request",
      "The address holds an API key, which logs would keep. Send it in a header and rotate it.",
    );
  }
  const key = readApiKey(headers);
  if (!key.ok)
    return new Refusal(
      "ambiguous_credentials",
      "More than one credential was sent. Send one, e.g. `Authorization: Bearer slc_live_...`.",
    );
  if (key.value === null) {
    return new Refusal(
      "key_missing",
      "No API key was sent. Send your Sluice key as `Authorization: Bearer slc_live_...` or `x-api-key`.",
    );
  }
  return { call, target: path.value, apiKey: key.value };
}

/** Whether a key stands in the address, as it is or encoded. */
function holdsKey(target: string): boolean {
  if (target.includes("slc_live_")) return true;
  if (!target.includes("%")) return false;
  const plain = target.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return plain.includes("slc_live_");
}
