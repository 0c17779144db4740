import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isRedisMissing } from "@/tests/helpers/redis-server";
import { IN_FLIGHT, type Sample } from "./load";
import { type MeasuringProcess, startMeasuring } from "./measuring-process";
import type { LedgerOptions, LedgerPlan } from "./options";
import { Figures, SampleAnswer } from "./orders";
import { startBenchRedis } from "./redis";
import { createLedgerReport, FEW_SUBJECTS, type LedgerReport, manyOf } from "./report";
import { OPENING_BYTES } from "./workload";

type Case = { name: string; process: MeasuringProcess; checks: number; subjects: number | null };
type Say = (sentence: string) => void;
type Stops = (() => Promise<void>)[];

const CHECKS = [1, 4, 32];

/** Starts everything, measures, and stops everything whatever happened. */
export async function runLedgerBench({ plan, isWanted }: LedgerOptions, say: Say): Promise<LedgerReport> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-ledger-"));
  const stops: Stops = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    const cases: Case[] = [];
    if (isWanted("memory")) cases.push(...(await startMemory(folder, plan, say, stops)));
    if (isWanted("redis")) cases.push(...(await startRedis(plan, say, stops)));
    if (cases.length === 0) throw new RangeError("Nothing is left to measure.");
    const load = loadavg()[0] ?? 0;
    const samples = await runCases(cases, plan, say);
    const upkeep = await upkeepOf(cases, plan);
    return createLedgerReport(samples, plan.manySubjects, upkeep, {
      measures: "admit and settle of one call, with every change written and every record drained",
      in_flight: IN_FLIGHT,
      rounds: plan.rounds,
      round_ms: plan.roundMs,
      opening_bytes: OPENING_BYTES,
      many_subjects: plan.manySubjects,
      journal: "on, in a temporary folder",
      redis: "one redis-server on this machine, its log written every second",
      node: process.version,
      cores: cpus().length,
      load_average_before: Number(load.toFixed(2)),
      load_average_after: Number((loadavg()[0] ?? 0).toFixed(2)),
    });
  } finally {
    for (const stop of stops) await stop();
  }
}

async function startMemory(folder: string, plan: LedgerPlan, say: Say, stops: Stops): Promise<Case[]> {
  const start = async (name: string) => {
    const started = await startMeasuring({ dir: join(folder, name) });
    stops.unshift(started.stop);
    return started;
  };
  return await casesOf("memory", await start("few"), await start("many"), plan, say);
}

async function startRedis(plan: LedgerPlan, say: Say, stops: Stops): Promise<Case[]> {
  if (isRedisMissing) {
    say("There is no redis-server here, so the ledger in Redis is left out.");
    return [];
  }
  const start = async () => {
    const redis = await startBenchRedis();
    stops.unshift(redis.stop);
    const started = await startMeasuring({ url: redis.url, storePid: redis.storePid });
    stops.unshift(started.stop);
    return started;
  };
  return await casesOf("redis", await start(), await start(), plan, say);
}

/** One process for few counters, one whose ledger has many living ones. */
async function casesOf(
  ledger: string,
  few: MeasuringProcess,
  many: MeasuringProcess,
  plan: LedgerPlan,
  say: Say,
): Promise<Case[]> {
  say(`Filling the ${ledger} ledger with ${plan.manySubjects} live subjects.`);
  await many.ask({ do: "fill", subjects: plan.manySubjects }, z.null());
  const subjects = plan.manySubjects;
  return [
    ...CHECKS.map((checks) => ({ name: `${ledger}_${checks}`, process: few, checks, subjects: null })),
    { name: manyOf(ledger, FEW_SUBJECTS), process: few, checks: 4, subjects: FEW_SUBJECTS },
    { name: manyOf(ledger, subjects), process: many, checks: 4, subjects },
  ];
}

/** Warms everyone up, then measures them in turn, each round from another one on, so that none is always the first. */
async function runCases(cases: readonly Case[], plan: LedgerPlan, say: Say): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(cases.map(({ name }) => [name, []]));
  const measure = async ({ process, checks, subjects }: Case, ms: number) =>
    await process.ask({ do: "measure", checks, subjects, ms }, SampleAnswer);
  for (const one of cases) await measure(one, plan.warmUpMs);
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let turn = 0; turn < cases.length; turn += 1) {
      const one = cases[(round + turn) % cases.length];
      if (one) samples.get(one.name)?.push(await measure(one, plan.roundMs));
    }
    const rates = [...samples].map(([name, own]) => {
      const last = own.at(-1);
      return `${name} ${last ? Math.round(last.pairs / last.seconds) : 0}/s`;
    });
    say(`Round ${round + 1} of ${plan.rounds}: ${rates.join(", ")}.`);
  }
  return samples;
}

async function upkeepOf(cases: readonly Case[], plan: LedgerPlan): Promise<Record<string, number>> {
  const many = cases.find(({ name }) => name === manyOf("memory", plan.manySubjects));
  return many ? await many.process.ask({ do: "upkeep" }, Figures) : {};
}
