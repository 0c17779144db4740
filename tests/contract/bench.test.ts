import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const CONTENDERS = ["bare", "node", "node_hot"] as const;
const Figures = z.record(z.string(), z.number());
const Report = z.looseObject({ rps: Figures, p50_ms: Figures, p99_ms: Figures, spread: Figures });

function runBench(words: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve("bin/sluice.mjs"), "bench", ...words], { stdio: "pipe" });
    let said = "";
    const keep = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("close", (code) => done({ code, said }));
  });
}

describe("npm run bench", () => {
  it("ends by itself with one JSON object of figures for every contender alone on the last line", async () => {
    const { code, said } = await runBench(["--quick", "--json", `--only=${CONTENDERS.join(",")}`]);
    expect(code, said).toBe(0);
    const report = Report.parse(JSON.parse(said.trimEnd().split("\n").at(-1) ?? ""));
    for (const part of [report.rps, report.p50_ms, report.p99_ms]) {
      expect(Object.keys(part).sort()).toEqual([...CONTENDERS].sort());
      for (const figure of Object.values(part)) expect(figure).toBeGreaterThan(0);
    }
  });

  it("refuses a word that it does not know, and names those that it does", async () => {
    const { code, said } = await runBench(["--fast"]);
    expect(code).toBe(1);
    expect(said).toContain("--quick");
  });
});
