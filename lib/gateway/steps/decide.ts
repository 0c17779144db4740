import type { Admitted, GatewayRuntime, Identified, Planned, Resolved, Routed } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
import type { CompiledEndUser } from "@/lib/gateway/snapshot/end-user-cache";
import type { Soon } from "@/lib/kernel/soon";
import { admit } from "./admit";
import { reidentify } from "./identify";
import { knowEndUser, refuseEndUser } from "./know-end-user";
import { plan } from "./plan";
import { confirm, type Progress } from "./refuse";
import { resolve } from "./resolve";
import { type BodyReader, route } from "./route";

const MAX_RELOADS = 2;

/** Decides a call by rules that are not older than the ledger's; a change in between is read and the call decided again. */
export async function decide(
  runtime: GatewayRuntime,
  progress: Progress,
  first: Identified,
  readBody: BodyReader,
): Promise<Admitted | Refusal> {
  let known = first;
  for (let reloads = 0; reloads <= MAX_RELOADS; reloads += 1) {
    const preparing = prepare(runtime, progress, known, readBody);
    const prepared = preparing instanceof Promise ? await preparing : preparing;
    const decided =
      prepared instanceof Doubted
        ? await confirm(runtime, known, prepared.refusal, prepared.endUser ?? undefined)
        : await admit(runtime, prepared);
    if (decided !== "reload") return decided;
    if (prepared.endUser) runtime.endUsers.drop(known.compiled.slot.current.id, prepared.endUser.externalId);
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

/** A refusal by rules as they were read, which newer ones may not repeat. */
class Doubted {
  readonly refusal: Refusal;
  readonly endUser: CompiledEndUser | null;

  constructor(refusal: Refusal, endUser: CompiledEndUser | null) {
    this.refusal = refusal;
    this.endUser = endUser;
  }
}

/** Everything that is known without the ledger. Only what has to be read first is waited for. */
function prepare(
  runtime: GatewayRuntime,
  progress: Progress,
  known: Identified,
  readBody: BodyReader,
): Soon<Planned | Doubted> {
  const routing = route(runtime, known, readBody);
  return routing instanceof Promise
    ? routing.then((routed) => prepareRouted(runtime, progress, routed))
    : prepareRouted(runtime, progress, routing);
}

function prepareRouted(runtime: GatewayRuntime, progress: Progress, routed: Routed | Refusal): Soon<Planned | Doubted> {
  if (routed instanceof Refusal) return new Doubted(routed, null);
  progress.routed = routed;
  const resolved = resolve(runtime, routed);
  if (resolved instanceof Refusal) return new Doubted(resolved, null);
  const knowing = knowEndUser(runtime, resolved);
  return knowing instanceof Promise
    ? knowing.then((endUser) => prepareResolved(runtime, progress, resolved, endUser))
    : prepareResolved(runtime, progress, resolved, knowing);
}

function prepareResolved(
  runtime: GatewayRuntime,
  progress: Progress,
  resolved: Resolved,
  endUser: CompiledEndUser | null | Refusal,
): Planned | Doubted {
  if (endUser instanceof Refusal) return new Doubted(endUser, null);
  const planned = (endUser && refuseEndUser(endUser)) ?? plan(runtime, resolved, endUser);
  if (planned instanceof Refusal) return new Doubted(planned, endUser);
  progress.planned = planned;
  return planned;
}
