import type { Reply } from "@/lib/gateway/reply";

/** Resolves when the part answers; rejects, or takes too long, when it does not. */
export type Probe = () => Promise<unknown>;

type PartState = "ok" | "down";
type Readiness = { status: "ready" | "not_ready"; parts: Record<string, PartState>; [fact: string]: unknown };

const PROBE_TIMEOUT_MS = 2_000;
const REUSED_MS = 250;

/** `GET /api/health`: this process answers. `GET /api/health/ready`: every part that a call or a page needs answers. */
export function createHealth(
  probes: Readonly<Record<string, Probe>>,
  facts: () => Readonly<Record<string, unknown>> = () => ({}),
) {
  let last: { at: number; outcome: Promise<Readiness> } | null = null;

  async function probeAll(): Promise<Readiness> {
    const states = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await stateOf(probe)] as const),
    );
    const isReady = states.every(([, state]) => state === "ok");
    return { status: isReady ? "ready" : "not_ready", parts: Object.fromEntries(states), ...facts() };
  }

  return {
    live: (): Reply => json(200, { status: "ok" }),
    async ready(): Promise<Reply> {
      if (last === null || performance.now() - last.at > REUSED_MS)
        last = { at: performance.now(), outcome: probeAll() };
      const readiness = await last.outcome;
      return json(readiness.status === "ready" ? 200 : 503, readiness);
    },
  };
}

async function stateOf(probe: Probe): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartState>((resolve) => {
    timer = setTimeout(() => resolve("down"), PROBE_TIMEOUT_MS);
  });
  const answer = probe().then(
    (): PartState => "ok",
    (): PartState => "down",
  );
  const state = await Promise.race([answer, late]);
  clearTimeout(timer);
  return state;
}

function json(status: number, body: unknown): Reply {
  return {
    status,
    headers: [
      ["content-type", "application/json"],
      ["cache-control", "no-store"],
    ],
    body: Buffer.from(JSON.stringify(body)),
  };
}
