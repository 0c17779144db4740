import { LedgerUnavailable } from "@/lib/ledger/port";
import type { SharedLedger } from "@/lib/ledger/shared";
import { BEGIN, CLAIMS, COMPLETE, DISOWN, LEAVE, PULSE, RETURNED, TURN } from "./scripts";

/** What the store says of itself and of the processes that share it. */
export type Pulse = {
  nowMs: number;
  isLeader: boolean;
  /** Null: the store is empty or not rebuilt yet, and admits nothing. */
  epoch: string | null;
  /** Changes whenever the store was emptied: what this process kept has to be given back once a round. */
  round: string;
  /** Grows with every pulse of a round; a smaller number means that the store went back to an older state. */
  count: number;
  /** Times of the oldest record that Postgres lacks and of the newest record. */
  oldestMs: number;
  newestMs: number;
  members: readonly string[];
  /** Those who have given back what they kept in this round. */
  returned: readonly string[];
};

export type Fleet = {
  pulse(): Promise<Pulse>;
  leave(): Promise<void>;
  /** Whether this process does what one of all has to do; asked again after `ttlMs`, another may. */
  turn(name: string, ttlMs: number): Promise<boolean>;
  /** False: the round is over. */
  returned(round: string, requestIds: readonly string[]): Promise<boolean>;
  claims(): Promise<readonly string[]>;
  begin(round: string, token: string): Promise<"begun" | "half done" | "not yours">;
  complete(round: string, token: string, epoch: string): Promise<boolean>;
  /** True for the one process that is to empty the store. */
  disown(round: string): Promise<boolean>;
};

type Options = {
  shared: Pick<SharedLedger, "store" | "keys">;
  id: string;
  newToken: () => string;
  /** A process that was not heard of for so long is dead. */
  memberTtlMs: number;
};

const CLAIMS_AT_ONCE = 1_000;

/** The processes that share a store, as the store knows them. Every member rejects with `LedgerUnavailable`. */
export function createFleet({ shared, id, newToken, memberTtlMs }: Options): Fleet {
  const { store, keys } = shared;
  const key = (name: string) => `${keys.prefix}:${name}`;
  const [members, leader, round, pulses] = [key("members"), key("leader"), key("round"), key("pulses")];
  const [returned, claims, { rebuilding }] = [key("returned"), key("claims"), keys];

  return {
    async pulse() {
      const names = [members, leader, keys.epoch, round, pulses, keys.stream, returned];
      const ttl = String(memberTtlMs);
      return readPulse(await store.run(PULSE, names, [id, ttl, ttl, newToken()]), id);
    },
    async leave() {
      await store.run(LEAVE, [members, leader], [id]);
    },
    async turn(name, ttlMs) {
      return Number(await store.run(TURN, [key(`turn:${name}`)], [id, String(ttlMs)])) === 1;
    },
    async returned(ofRound, requestIds) {
      for (let at = 0; at === 0 || at < requestIds.length; at += CLAIMS_AT_ONCE) {
        const part = requestIds.slice(at, at + CLAIMS_AT_ONCE);
        const isOf = await store.run(RETURNED, [round, returned, claims], [ofRound, id, ...part]);
        if (Number(isOf) !== 1) return false;
      }
      return true;
    },
    claims: async () => texts(await store.run(CLAIMS, [claims], [])),
    async begin(ofRound, token) {
      const answer = await store.run(BEGIN, [round, leader, rebuilding], [ofRound, id, token]);
      if (answer === "begun" || answer === "half done") return answer;
      return "not yours";
    },
    async complete(ofRound, token, epoch) {
      const names = [round, rebuilding, keys.epoch, claims];
      return Number(await store.run(COMPLETE, names, [ofRound, token, epoch])) === 1;
    },
    async disown(ofRound) {
      return Number(await store.run(DISOWN, [round, keys.epoch, rebuilding], [ofRound, newToken()])) === 1;
    },
  };
}

function readPulse(answer: unknown, id: string): Pulse {
  if (!Array.isArray(answer) || answer.length !== 9) throw new LedgerUnavailable("The store's pulse cannot be read.");
  const [now, leader, epoch, round, count, first, last, members, returned] = answer;
  const nowMs = Number(now);
  const newestMs = Math.max(nowMs, timeOf(last) ?? 0);
  return {
    nowMs,
    isLeader: leader === id,
    epoch: epoch === "" || epoch === null ? null : String(epoch),
    round: String(round),
    count: Number(count),
    oldestMs: timeOf(first) ?? newestMs + 1,
    newestMs,
    members: texts(members),
    returned: texts(returned),
  };
}

/** A stream's ids begin with the store's time in milliseconds. */
function timeOf(streamId: unknown): number | null {
  const text = String(streamId ?? "");
  return text === "" ? null : Number(text.split("-")[0]);
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
