import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { startBenchStack } from "./bench-stack";
import { startContenders } from "./contenders/start-contenders";
import { chooseGenerator } from "./load/generator";
import type { BenchOptions } from "./options";
import { createReport, type Report } from "./report";
import { runRounds } from "./rounds";
import { installTools } from "./tools-folder";
import { startUpstreams } from "./upstream/start-upstreams";

/** Starts everything, measures, and stops everything whatever happened. */
export async function runBench({ plan, isWanted }: BenchOptions, say: (sentence: string) => void): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  const stops: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  let tools: Promise<string> | null = null;
  const toolsFolder = () => {
    tools ??= installTools(say);
    return tools;
  };
  try {
    const upstreams = await startUpstreams(folder);
    stops.unshift(upstreams.stop);
    const stack = await startBenchStack(folder, upstreams.origins);
    stops.unshift(stack.stop);
    const contenders = await startContenders({
      folder,
      stack,
      origins: upstreams.origins,
      toolsFolder,
      say,
      isWanted,
      onStart: (contender) => stops.unshift(contender.stop),
    });
    const generator = chooseGenerator(folder, toolsFolder);
    say(
      `Generator: ${generator.name}; upstream: ${upstreams.name}; contenders: ${contenders.map(({ name }) => name).join(", ")}.`,
    );
    const samples = await runRounds(contenders, generator, plan, say);
    return createReport(samples, {
      generator: generator.name,
      upstream: upstreams.name,
      node: process.version,
      cores: cpus().length,
      rounds: plan.rounds,
    });
  } finally {
    for (const stop of stops) await stop();
  }
}
