import type { GatewayRuntime } from "./context";
import type { Ledger } from "./ports";
import { type CompiledKey, versionsOf } from "./snapshot/compile-snapshot";

type Asking = { running: Promise<boolean>; next: Promise<boolean> | null };

/**
 * Whether no newer rules exist. A flood of refused calls costs one question at a time: who comes while one is on its
 * way shares the next, never an answer from before its own arrival, so that a lifted rule is felt at once.
 */
export function createFreshness(ledger: Ledger): GatewayRuntime["isFresh"] {
  const asking = new WeakMap<CompiledKey, Asking>();

  function ask(compiled: CompiledKey): Promise<boolean> {
    const running = ledger.fresh(versionsOf(compiled));
    const state: Asking = { running, next: null };
    asking.set(compiled, state);
    const done = () => {
      if (state.next === null) asking.delete(compiled);
    };
    running.then(done, done);
    return running;
  }

  return (compiled, endUser) => {
    if (endUser) return ledger.fresh({ ...versionsOf(compiled), ...endUser.versions });
    const state = asking.get(compiled);
    if (state === undefined) return ask(compiled);
    const again = () => ask(compiled);
    state.next ??= state.running.then(again, again);
    return state.next;
  };
}
