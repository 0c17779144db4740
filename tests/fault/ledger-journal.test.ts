import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { driftOf } from "@/lib/ledger/drift";

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ledger-kill-"));
  program = join(folder, "child.mjs");
  const root = resolve(import.meta.dirname, "../..");
  const bundle = await rolldown({
    input: join(root, "tests/fault/ledger-child.ts"),
    platform: "node",
    resolve: { alias: { "@": root } },
  });
  await bundle.write({ file: program, format: "esm" });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a ledger in a process of its own, kills it after `ms` of answers, and returns the answers it had given. */
async function killedAfter(dir: string, round: number, ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, dir, `k${round}`], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  const ended = new Promise((resolveEnd) => child.once("close", resolveEnd));
  await new Promise<void>((started) => {
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      printed += text;
      started();
    });
    child.once("close", () => started());
  });
  await new Promise((later) => setTimeout(later, ms));
  child.kill("SIGKILL");
  await ended;
  return printed.slice(0, printed.lastIndexOf("\n")).split("\n");
}

describe("a ledger killed with SIGKILL under load", () => {
  it("keeps every admission and settlement that was answered, once, and drifts by nothing", {
    timeout: 60_000,
  }, async () => {
    const dir = join(folder, "ledger");
    const answers: string[] = [];
    for (let round = 0; round < 5; round += 1) answers.push(...(await killedAfter(dir, round, 40 + round * 37)));
    const told = (verb: string) =>
      answers.filter((line) => line.startsWith(verb)).map((line) => line.slice(verb.length + 1));
    const admitted = told("admitted");
    const settled = told("settled");
    expect(settled.length).toBeGreaterThan(50);

    const ledger = createMemoryLedger({ dir, clock: { nowMs: () => Date.now() } });
    const holds = await ledger.openHolds({ limit: 1e9 });
    const { records } = await ledger.drain(1e9);
    const open = new Set(holds.map((hold) => hold.requestId));
    const closed = new Set(records.map((record) => record.request_id));
    expect(closed.size).toBe(records.length);
    expect(settled.filter((id) => !closed.has(id))).toEqual([]);
    expect(admitted.filter((id) => !open.has(id) && !closed.has(id))).toEqual([]);
    expect([...open].filter((id) => closed.has(id))).toEqual([]);

    const balances = await ledger.balances([{ ruleId: "rule" }]);
    expect(driftOf(balances, [{ ruleId: "rule", subject: "", settled: records.length }], holds)).toMatchObject([
      { drift: 0 },
    ]);
    await ledger.close();
  });
});
