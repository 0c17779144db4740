import type { Admitted, GatewayRuntime } from "@/lib/gateway/context";
import { bodyTooLarge } from "@/lib/gateway/http/read-body";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import { Refusal } from "@/lib/gateway/refusal";
import type { Reply } from "@/lib/gateway/reply";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";
import type { Soon } from "@/lib/kernel/soon";
import type { Forwarded } from "./forward";
import { meter } from "./meter";
import { type Consumption, type End, settle, truthOf } from "./settle";

/** The upstream's answer on its way back, or why there is none. Either way the call is settled. */
export function answer(runtime: GatewayRuntime, admitted: Admitted, forwarded: Forwarded): Soon<Reply | Refusal> {
  const { result, isExhausted } = forwarded;
  if ("failure" in result) return failed(runtime, admitted, forwarded, result);
  return isExhausted ? exhausted(runtime, admitted, forwarded, result) : meter(runtime, admitted, forwarded, result);
}

async function exhausted(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  { body }: UpstreamReply,
): Promise<Refusal> {
  await body[Symbol.asyncIterator]().return?.();
  const refusal = new Refusal(
    "upstream_credentials_exhausted",
    `The provider "${admitted.provider.slug}" refused every credential that fits this call. Ask your team to check them.`,
  );
  close(runtime, admitted, forwarded, refusal, { kind: "none" }, "The provider answered 401.");
  return refusal;
}

function failed(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  { failure, detail }: UpstreamFailure,
): Refusal {
  const { provider, body, call } = admitted;
  if (body.kind === "stream" && body.body.isOver) {
    const refusal = bodyTooLarge(runtime.config.maxBodyBytes);
    close(runtime, admitted, forwarded, refusal, { kind: "none" }, detail);
    return refusal;
  }
  const refusal = refusalOf(failure, provider.slug, provider.timeout_ms);
  const isUnknown = failure === "timeout" || failure === "aborted";
  close(
    runtime,
    admitted,
    forwarded,
    refusal,
    { kind: isUnknown ? "unknown" : "none" },
    detail,
    call.request.signal.aborted,
  );
  return refusal;
}

function refusalOf(failure: UpstreamFailure["failure"], slug: string, timeoutMs: number): Refusal {
  switch (failure) {
    case "blocked":
      return new Refusal(
        "upstream_blocked",
        `The address of the provider "${slug}" is private or reserved, and the gateway does not call it. Ask the operator to list it in SLUICE_PRIVATE_UPSTREAMS.`,
      );
    case "timeout":
      return new Refusal(
        "upstream_timeout",
        `The provider "${slug}" did not begin its answer within ${timeoutMs / 1_000} s. Try again, or raise its timeout.`,
      );
    case "unreachable":
    case "aborted":
      return new Refusal(
        "upstream_unreachable",
        `The provider "${slug}" could not be reached. Try again shortly, or check its address.`,
      );
  }
}

function close(
  runtime: GatewayRuntime,
  admitted: Admitted,
  forwarded: Forwarded,
  refusal: Refusal,
  consumption: Consumption,
  detail: string,
  hasLeft = false,
): void {
  const end: End = {
    outcome: hasLeft ? "cancelled" : "failed",
    statusCode: hasLeft ? 499 : GATEWAY_ERRORS[refusal.code].status,
    errorCode: hasLeft ? "client_left" : refusal.code,
    errorMessage: detail,
    responseBytes: 0,
    timeToFirstByteMs: null,
    overheadMs: runtime.stopwatch() - admitted.call.startedAt - forwarded.upstreamMs,
  };
  settle(runtime, admitted, forwarded, truthOf(admitted, consumption), end);
}
