import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";

type Expected = { host: string; startedAtMs: number; answers: number; withinMs: number };

/** Waits until there is a row for each answer, and until no more come. Rejects when answers lack theirs in time. */
export async function requireRows(sql: Sql, { host, startedAtMs, answers, withinMs }: Expected): Promise<void> {
  const startedAt = performance.now();
  let before = -1;
  for (;;) {
    const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from public.request_logs
      where created_at >= ${new Date(startedAtMs)} and request_host = ${host}`;
    const rows = row?.rows ?? 0;
    if (rows >= answers && rows === before) return;
    if (performance.now() - startedAt > withinMs && rows < answers) {
      throw new Error(`${host} gave ${answers} answers, but ${withinMs / 1_000} s later there are only ${rows} rows.`);
    }
    before = rows;
    await delay(200);
  }
}
