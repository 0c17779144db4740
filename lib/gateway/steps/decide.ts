import type { Admitted, GatewayRuntime, Identified } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
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
  const routed = await route(runtime, known, readBody);
  if (routed instanceof Refusal) return await confirm(runtime, known, routed);
  progress.routed = routed;
  const resolved = resolve(runtime, routed);
  if (resolved instanceof Refusal) return await confirm(runtime, known, resolved);
  const knowing = knowEndUser(runtime, resolved);
  const endUser = knowing instanceof Promise ? await knowing : knowing;
  if (endUser instanceof Refusal) return endUser;
  const planned = (endUser && refuseEndUser(endUser)) ?? plan(runtime, resolved, endUser);
  if (!(planned instanceof Refusal)) progress.planned = planned;
  const decided =
    planned instanceof Refusal
      ? await confirm(runtime, resolved, planned, endUser ?? undefined)
      : await admit(runtime, planned);
  if (decided !== "reload") return decided;
  const { end_user: name } = resolved.subjects;
  if (endUser && name !== null) runtime.endUsers.drop(known.compiled.slot.current.id, name);
  return "reload";
}
