import type { CompiledRule } from "./compile-rule";

/** The counter that all subjects beyond the bound share. No dimension is encoded to a blank, whatever a caller sends. */
export const OTHER_SUBJECTS = "(all others)";

type Census = { untilMs: number; seen: Set<number> };
type OfWorkspace = { live: number; byRule: Map<string, Census> };

/** For rules without a window: subjects that did not call for so long are counted anew. */
const ROUND_MS = 3_600_000;
const WORKSPACES_KEPT = 1_000;

/**
 * Bounds how many counters the subjects of a workspace's rules may have at a time, so that a caller who invents end users
 * fills nobody's memory. It stands here, before the ledger, so that every ledger is bounded alike; each process counts
 * for itself. Subjects are kept as 32-bit hashes: two that meet are one in the bound, never in a counter.
 */
export class SubjectCensus {
  readonly #maxPerWorkspace: number;
  readonly #workspaces = new Map<string, OfWorkspace>();

  constructor(maxPerWorkspace: number) {
    this.#maxPerWorkspace = maxPerWorkspace;
  }

  /** The subject to count under, which is kept if there is room. */
  name(workspaceId: string, rule: CompiledRule, subject: string, nowMs: number): string {
    const own = this.#workspace(workspaceId);
    const census = this.#census(own, rule, nowMs);
    const hash = hashOf(subject);
    if (census.seen.has(hash)) return subject;
    if (own.live >= this.#maxPerWorkspace) this.#sweep(own, nowMs);
    if (own.live >= this.#maxPerWorkspace) return OTHER_SUBJECTS;
    census.seen.add(hash);
    own.live += 1;
    return subject;
  }

  /** The same without keeping anything, for questions. */
  find(workspaceId: string, rule: CompiledRule, subject: string, nowMs: number): string {
    const own = this.#workspaces.get(workspaceId);
    if (!own || own.live < this.#maxPerWorkspace) return subject;
    const census = own.byRule.get(rule.fixed.ruleId);
    return census && nowMs < census.untilMs && census.seen.has(hashOf(subject)) ? subject : OTHER_SUBJECTS;
  }

  live(workspaceId: string): number {
    return this.#workspaces.get(workspaceId)?.live ?? 0;
  }

  #workspace(id: string): OfWorkspace {
    let own = this.#workspaces.get(id);
    if (own) return own;
    for (const oldest of this.#workspaces.keys()) {
      if (this.#workspaces.size < WORKSPACES_KEPT) break;
      this.#workspaces.delete(oldest);
    }
    own = { live: 0, byRule: new Map() };
    this.#workspaces.set(id, own);
    return own;
  }

  #census(own: OfWorkspace, rule: CompiledRule, nowMs: number): Census {
    const { ruleId } = rule.fixed;
    const known = own.byRule.get(ruleId);
    if (known && nowMs < known.untilMs) return known;
    if (known) own.live -= known.seen.size;
    const untilMs = rule.periods?.(nowMs).current.endMs ?? nowMs + ROUND_MS;
    const census = { untilMs, seen: new Set<number>() };
    own.byRule.set(ruleId, census);
    return census;
  }

  #sweep(own: OfWorkspace, nowMs: number): void {
    for (const [ruleId, census] of own.byRule) {
      if (nowMs < census.untilMs) continue;
      own.live -= census.seen.size;
      own.byRule.delete(ruleId);
    }
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
