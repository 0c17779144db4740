import { createHash, randomBytes } from "node:crypto";
import { createMemoryFloodGuard } from "@/lib/adapters/flood/memory-flood-guard";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { DEFAULT_GATEWAY_CONFIG, type GatewayConfig } from "@/lib/gateway/config";
import { createGateway } from "@/lib/gateway/gateway";
import type { Ledger, TokenCounter, UpstreamFailure, UpstreamReply, UpstreamRequest } from "@/lib/gateway/ports";
import type { HeaderList, LeaveSignal, Reply } from "@/lib/gateway/reply";
import type { EndUserFacts, KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { createApiKey } from "@/lib/kernel/api-key";
import type { LedgerRecord } from "@/lib/ledger/port";
import { FakeTime } from "./fake-time";
import { NO_END_USER_FACTS, snapshot } from "./snapshot-fixture";

export type SentRequest = UpstreamRequest & { text: string; signal: LeaveSignal };
export type Upstream = (
  request: SentRequest,
) => UpstreamReply | UpstreamFailure | Promise<UpstreamReply | UpstreamFailure>;
export type CallOptions = {
  method?: string;
  path?: string;
  headers?: HeaderList;
  json?: unknown;
  body?: Uint8Array | AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
  remoteAddress?: string;
  isKeySent?: boolean;
};
export type Answer = { status: number; headers: HeaderList; bytes: Buffer; text: string; brokenBy: unknown };

const random = { bytes: (length: number) => randomBytes(length) };
export const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
export const headerIn = (headers: HeaderList, name: string) => headers.find(([own]) => own === name)?.[1];

/** The gateway behind its one door, with the memory ledger, a clock of its own, and an upstream that the test plays. */
export function createHarness(
  facts: {
    snapshot?: KeySnapshot;
    upstream?: Upstream;
    config?: Partial<GatewayConfig>;
    ledger?: (real: Ledger) => Ledger;
    tokens?: TokenCounter;
    /** Calls with unknown keys that one address has a minute. */
    strangerLimit?: number;
    time?: FakeTime;
  } = {},
) {
  const time = facts.time ?? new FakeTime();
  const real = createMemoryLedger({ dir: null, clock: time });
  const ledger = facts.ledger ? facts.ledger(real) : real;
  const key = createApiKey(random);
  const known = new Map<string, KeySnapshot>([[hashOf(key), facts.snapshot ?? snapshot()]]);
  const endUsers = new Map<string, EndUserFacts>();
  const countries = new Map<string, string | Promise<string | null>>();
  const state = {
    upstream: facts.upstream ?? (() => jsonReply({ ok: true })),
    loads: 0,
    lookUps: 0,
    endUserLoads: 0,
    isDatabaseDown: false,
  };
  const sent: SentRequest[] = [];
  const reports: string[] = [];
  const gateway = createGateway({
    clock: time,
    stopwatch: () => time.nowMs(),
    random,
    timers: time,
    digest: { sha256Hex: hashOf },
    ledger,
    egress: {
      async send(request, signal) {
        const text = request.body === null ? "" : new TextDecoder().decode(await collect(request.body));
        const whole = { ...request, text, signal };
        sent.push(whole);
        return await state.upstream(whole);
      },
    },
    snapshots: {
      async load(keyHash) {
        state.loads += 1;
        if (state.isDatabaseDown) throw new Error("connection refused");
        return known.get(keyHash) ?? null;
      },
      async loadEndUser(_, externalId) {
        state.endUserLoads += 1;
        if (state.isDatabaseDown) throw new Error("connection refused");
        return endUsers.get(externalId) ?? NO_END_USER_FACTS;
      },
    },
    geo: {
      countryOf(address) {
        state.lookUps += 1;
        return countries.get(address) ?? null;
      },
    },
    strangers: createMemoryFloodGuard({ clock: time, limit: facts.strangerLimit ?? 100, windowMs: 60_000 }),
    tokens: facts.tokens ?? null,
    secretBox: { open: async ({ ciphertext }) => `secret-of-${ciphertext}` },
    report: (message) => reports.push(message),
    config: { ...DEFAULT_GATEWAY_CONFIG, ...facts.config },
  });

  async function open(options: CallOptions = {}): Promise<Reply> {
    const body =
      options.body ?? (options.json === undefined ? null : new TextEncoder().encode(JSON.stringify(options.json)));
    return await gateway.handle({
      method: options.method ?? (body === null ? "GET" : "POST"),
      target: options.path ?? "/api/proxy/demo/chat/completions",
      headers: [
        ["host", "gateway.example"],
        ...(body === null ? [] : [["content-type", "application/json"] as const]),
        ...(options.isKeySent === false ? [] : [["authorization", `Bearer ${key}`] as const]),
        ...(options.headers ?? []),
      ],
      remoteAddress: options.remoteAddress ?? "203.0.113.9",
      body: body === null ? null : body instanceof Uint8Array ? pieces([body]) : body,
      signal: options.signal ?? new AbortController().signal,
    });
  }

  return {
    time,
    key,
    ledger: real,
    gateway,
    state,
    sent,
    reports,
    known,
    endUsers,
    countries,
    open,
    setSnapshot: (next: KeySnapshot) => known.set(hashOf(key), next),
    async call(options: CallOptions = {}): Promise<Answer> {
      return await readReply(await open(options));
    },
    /** Every record so far, once each. */
    async records(): Promise<readonly LedgerRecord[]> {
      await gateway.idle();
      const batch = await real.drain(10_000);
      await real.acknowledge(batch.ids);
      return batch.records;
    },
  };
}

export type Harness = ReturnType<typeof createHarness>;

export async function readReply(reply: Reply): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let brokenBy: unknown = null;
  try {
    if (reply.body instanceof Uint8Array) chunks.push(reply.body);
    else if (reply.body) for await (const chunk of reply.body) chunks.push(chunk);
  } catch (cause) {
    brokenBy = cause;
  }
  const bytes = Buffer.concat(chunks);
  return { status: reply.status, headers: reply.headers, bytes, text: bytes.toString("utf8"), brokenBy };
}

export async function* pieces(list: readonly (Uint8Array | string)[], failure?: Error): AsyncGenerator<Uint8Array> {
  for (const piece of list) yield typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
  if (failure) throw failure;
}

export function jsonReply(value: unknown, status = 200, headers: HeaderList = []): UpstreamReply {
  const text = JSON.stringify(value);
  return {
    status,
    headers: [["content-type", "application/json"], ["content-length", String(Buffer.byteLength(text))], ...headers],
    body: pieces([text]),
  };
}

export function sseReply(list: readonly (Uint8Array | string)[], failure?: Error): UpstreamReply {
  return { status: 200, headers: [["content-type", "text/event-stream; charset=utf-8"]], body: pieces(list, failure) };
}

async function collect(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
