import type { GatewayRuntime } from "./context";
import { createBodyReader } from "./http/receive-body";
import { Refusal } from "./refusal";
import type { IncomingRequest, Reply } from "./reply";
import { answer } from "./steps/answer";
import { decide } from "./steps/decide";
import { forward } from "./steps/forward";
import { identify } from "./steps/identify";
import { isQuota, tellQuota } from "./steps/quota";
import { openCall, receive } from "./steps/receive";
import { type Progress, refuse } from "./steps/refuse";

/** receive, identify, resolve, admit, forward; then meter, settle and record while and after the answer passes. */
export async function handleCall(runtime: GatewayRuntime, request: IncomingRequest): Promise<Reply> {
  const call = openCall(runtime, request);
  const progress: Progress = { call, identified: null, routed: null, planned: null, admission: null };
  try {
    const received = receive(runtime, call);
    if (received instanceof Refusal) return refuse(runtime, progress, received, false);
    const identifying = identify(runtime, received);
    const identified = identifying instanceof Promise ? await identifying : identifying;
    if (identified instanceof Refusal) return refuse(runtime, progress, identified, false);
    progress.identified = identified;
    if (isQuota(received.target)) {
      const told = await tellQuota(runtime, identified);
      return told instanceof Refusal ? refuse(runtime, progress, told, false) : told;
    }
    const admitted = await decide(runtime, progress, identified, createBodyReader(runtime, call));
    if (admitted instanceof Refusal) return refuse(runtime, progress, admitted, admitted.isRecorded);
    progress.admission = admitted.admission;
    const release = runtime.leases.hold(call.requestId, () => ({}));
    try {
      const reply = await answer(runtime, admitted, await forward(runtime, admitted));
      return reply instanceof Refusal ? refuse(runtime, progress, reply, true) : reply;
    } finally {
      release();
    }
  } catch (cause) {
    runtime.report("A call failed inside the gateway.", { requestId: call.requestId }, cause);
    return refuse(
      runtime,
      progress,
      new Refusal("internal_error", "The gateway failed on this call. Try again; the request id names it."),
      true,
    );
  }
}
