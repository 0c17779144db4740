import type { Admitted, GatewayRuntime, Identified } from "./context";
import { createBodyReader } from "./http/receive-body";
import { Refusal } from "./refusal";
import type { IncomingRequest, Reply } from "./reply";
import { admit } from "./steps/admit";
import { answer } from "./steps/answer";
import { forward } from "./steps/forward";
import { identify, reidentify } from "./steps/identify";
import { plan } from "./steps/plan";
import { openCall, receive } from "./steps/receive";
import { confirm, type Progress, refuse } from "./steps/refuse";
import { type BodyReader, resolve } from "./steps/resolve";

const MAX_RELOADS = 2;

/** receive, identify, resolve, admit, forward; then meter, settle and record while and after the answer passes. */
export async function handleCall(runtime: GatewayRuntime, request: IncomingRequest): Promise<Reply> {
  const call = openCall(runtime, request);
  const progress: Progress = { call, identified: null, routed: null, planned: null };
  try {
    const received = receive(runtime, call);
    if (received instanceof Refusal) return refuse(runtime, progress, received, false);
    const identified = await identify(runtime, received);
    if (identified instanceof Refusal) return refuse(runtime, progress, identified, false);
    progress.identified = identified;
    const admitted = await decide(runtime, progress, identified, createBodyReader(runtime, call));
    if (admitted instanceof Refusal) return refuse(runtime, progress, admitted, false);
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

/** Decides a call by rules that are not older than the ledger's; a change in between is read and the call decided again. */
async function decide(
  runtime: GatewayRuntime,
  progress: Progress,
  first: Identified,
  readBody: BodyReader,
): Promise<Admitted | Refusal> {
  let known = first;
  for (let reloads = 0; reloads <= MAX_RELOADS; reloads += 1) {
    const decided = await decideOnce(runtime, progress, known, readBody);
    if (decided !== "reload") return decided;
    const reloaded = await reidentify(runtime, known);
    if (reloaded instanceof Refusal) return reloaded;
    known = reloaded;
    progress.identified = reloaded;
  }
  return new Refusal(
    "config_unavailable",
    "The rules of this key are changing faster than they can be read. Try again.",
  );
}

async function decideOnce(
  runtime: GatewayRuntime,
  progress: Progress,
  known: Identified,
  readBody: BodyReader,
): Promise<Admitted | Refusal | "reload"> {
  const resolved = await resolve(runtime, known, readBody);
  if (resolved instanceof Refusal) return await confirm(runtime, known, resolved);
  progress.routed = resolved;
  const planned = plan(runtime, resolved);
  if (planned instanceof Refusal) return await confirm(runtime, known, planned);
  progress.planned = planned;
  const admitted = await admit(runtime, planned);
  return admitted === "stale" ? "reload" : admitted;
}
