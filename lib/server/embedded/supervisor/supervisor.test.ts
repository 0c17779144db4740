import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Part, RunningPart } from "./part";
import { startProcess } from "./start-process";
import { createSupervisor, type Supervisor } from "./supervisor";

const PREAMBLE = `process.stdin.resume(); const ready = () => console.log(JSON.stringify({ ready: true }));`;
const QUIET = `${PREAMBLE} process.on("SIGTERM", () => process.exit(0)); ready(); setInterval(() => {}, 1000);`;
const STUBBORN = `${PREAMBLE} process.on("SIGTERM", () => {}); ready(); setInterval(() => {}, 1000);`;
const DIES_AT_START = `${PREAMBLE} console.log("no such table"); process.exit(3);`;
const NEVER_READY = `${PREAMBLE} setInterval(() => {}, 1000);`;

type Overrides = Partial<Omit<Part, "start">> & { scripts?: readonly string[]; readyTimeoutMs?: number };

let current: Supervisor | undefined;
afterEach(async () => await current?.stop());

function harness(parts: Record<string, Overrides>, options: { maxFailures?: number } = {}) {
  const journal: string[] = [];
  const pids = new Map<string, number>();
  const supervisor = createSupervisor({
    parts: Object.entries(parts).map(([name, overrides]) => scripted(name, overrides, journal, pids)),
    onEvent: (sentence) => journal.push(`! ${sentence}`),
    onLog: () => undefined,
    backoffMs: 10,
    ...options,
  });
  current = supervisor;
  return { supervisor, journal, pid: (name: string) => pids.get(name) ?? 0 };
}

/** The n-th start runs the n-th script, the last one from then on. */
function scripted(name: string, overrides: Overrides, journal: string[], pids: Map<string, number>): Part {
  const scripts = overrides.scripts ?? [QUIET];
  let starts = 0;
  return {
    name,
    needs: [],
    restartsWith: [],
    stopTimeoutMs: 2_000,
    ...overrides,
    start: async (onLog): Promise<RunningPart> => {
      const script = scripts[Math.min(starts, scripts.length - 1)] ?? QUIET;
      starts += 1;
      const running = await startProcess({
        command: process.execPath,
        arguments: ["-e", script],
        env: {},
        readyTimeoutMs: overrides.readyTimeoutMs ?? 10_000,
        onLog,
      });
      journal.push(`+ ${name}`);
      pids.set(name, running.pid);
      return {
        ...running,
        stop: async (timeoutMs) => {
          await running.stop(timeoutMs);
          journal.push(`- ${name}`);
        },
      };
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("It did not come to pass.");
    await delay(10);
  }
}

const count = (journal: readonly string[], entry: string) => journal.filter((line) => line === entry).length;

describe("a supervised group", () => {
  it("starts each part after what it needs and stops them in the reverse order", async () => {
    const { supervisor, journal } = harness({ base: {}, middle: { needs: ["base"] }, top: { needs: ["middle"] } });
    await supervisor.start();
    await supervisor.stop();
    expect(journal).toEqual(["+ base", "+ middle", "+ top", "- top", "- middle", "- base"]);
  });

  it("starts a killed part again, and with it what cannot outlive it, but nothing else", async () => {
    const { supervisor, journal, pid } = harness({
      base: {},
      api: { needs: ["base"], restartsWith: ["base"] },
      other: {},
    });
    await supervisor.start();
    process.kill(pid("base"), "SIGKILL");
    await until(() => count(journal, "+ api") === 2);
    expect(count(journal, "+ base")).toBe(2);
    expect(count(journal, "+ other")).toBe(1);
    expect(journal.indexOf("- api")).toBeLessThan(journal.lastIndexOf("+ base"));
    expect(journal).toContain("! base was ended by SIGKILL. It is started again.");
  });

  it("starts both again when a part and the one it depends on die together", async () => {
    const { supervisor, journal, pid } = harness({ base: {}, api: { needs: ["base"], restartsWith: ["base"] } });
    await supervisor.start();
    process.kill(pid("api"), "SIGKILL");
    process.kill(pid("base"), "SIGKILL");
    await until(() => count(journal, "+ base") === 2 && count(journal, "+ api") >= 2);
    await until(() => isAlive(pid("api")) && isAlive(pid("base")));
  });

  it("gives up with the reason when a part keeps dying", async () => {
    const { supervisor, pid } = harness({ broken: { scripts: [QUIET, DIES_AT_START] } }, { maxFailures: 2 });
    await supervisor.start();
    process.kill(pid("broken"), "SIGKILL");
    expect(await supervisor.failed).toMatch(/^broken failed 3 times within 60 s; the last time it did not start\.$/);
  });

  it("refuses to start with the part's own last words, leaving nothing behind", async () => {
    const { supervisor, pid } = harness({ base: {}, broken: { needs: ["base"], scripts: [DIES_AT_START] } });
    await expect(supervisor.start()).rejects.toThrow(
      /^broken did not start: It ended with code 3 before it was ready\. It last said:\n {2}no such table$/,
    );
    expect(isAlive(pid("base"))).toBe(false);
  });

  it("says so when a part is not ready in time", async () => {
    const { supervisor } = harness({ slow: { scripts: [NEVER_READY], readyTimeoutMs: 300 } });
    await expect(supervisor.start()).rejects.toThrow(/slow did not start: It was not ready within 0\.3 s\./);
  });

  it("ends a part that ignores its signal by force", async () => {
    const { supervisor, pid } = harness({ stubborn: { scripts: [STUBBORN], stopTimeoutMs: 100 } });
    await supervisor.start();
    await supervisor.stop();
    expect(isAlive(pid("stubborn"))).toBe(false);
  });

  it("ends everything at once when told to, also a part that is still being stopped", async () => {
    const { supervisor, pid } = harness({ stubborn: { scripts: [STUBBORN], stopTimeoutMs: 30_000 } });
    await supervisor.start();
    const stopped = supervisor.stop();
    await delay(50);
    await supervisor.kill();
    expect(isAlive(pid("stubborn"))).toBe(false);
    await stopped;
  });

  it("ends what a part has started along with it", async () => {
    const parent = `const { spawn } = require("node:child_process"); const child = spawn("sleep", ["60"]);
      console.log(JSON.stringify({ ready: true, port: child.pid })); setInterval(() => {}, 1000);`;
    const running = await startProcess({
      command: process.execPath,
      arguments: ["-e", parent],
      env: { PATH: "/usr/bin:/bin" },
      readyTimeoutMs: 10_000,
      onLog: () => undefined,
    });
    const grandchild = running.port ?? 0;
    expect(isAlive(grandchild)).toBe(true);
    await running.stop(2_000);
    await until(() => !isAlive(grandchild));
  });
});
