import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Figures = z.record(z.string(), z.number());
const Report = z.looseObject({ pairs_per_s: Figures, cpu_us: Figures, spread: Figures, upkeep: Figures });

function runBench(words: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve("bin/sluice.mjs"), "bench", "ledger", ...words], { stdio: "pipe" });
    let said = "";
    const keep = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("close", (code) => done({ code, said }));
  });
}

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("sluice-bench-ledger-"));

describe("npm run bench:ledger", () => {
  it("ends by itself with one JSON object on the last line, and leaves nothing behind", async () => {
    const before = leftovers();
    const { code, said } = await runBench(["--quick", "--json", "--only=memory"]);
    expect(code, said).toBe(0);
    const report = Report.parse(JSON.parse(said.trimEnd().split("\n").at(-1) ?? ""));
    const names = ["memory_1", "memory_4", "memory_32", "memory_4_of_10", "memory_4_of_20000"];
    expect(Object.keys(report.pairs_per_s)).toEqual(names);
    expect(Object.keys(report.cpu_us)).toEqual(names);
    for (const figure of Object.values(report.pairs_per_s)) expect(figure).toBeGreaterThan(0);
    expect(report.upkeep).toMatchObject({ compaction_longest_block_ms: expect.any(Number) });
    expect(leftovers()).toEqual(before);
  });

  it("refuses a word that it does not know, and names those that it does", async () => {
    const { code, said } = await runBench(["--fast"]);
    expect(code).toBe(1);
    expect(said).toContain("--quick");
  });
});
