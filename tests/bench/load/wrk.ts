import { writeFileSync } from "node:fs";
import { runCommand } from "@/tests/bench/run-command";
import type { Generator, Load, LoadResult } from "./generator";

const FACTS = /sluice (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/;

/** The program that prints the facts in microseconds; wrk's own table rounds them. */
function script({ body, headers }: Load): string {
  const fields = Object.entries(headers).map(([name, value]) => `wrk.headers[${quoted(name)}] = ${quoted(value)}`);
  return `wrk.method = "POST"
wrk.body = ${quoted(body)}
${fields.join("\n")}
function done(summary, latency, requests)
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("sluice %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status, lost))
end
`;
}

export function createWrk(scriptPath: string): Generator {
  return {
    name: "wrk",
    async run(load): Promise<LoadResult> {
      writeFileSync(scriptPath, script(load));
      const connections = String(load.connections);
      const said = await runCommand("wrk", [
        "-t1",
        "-c",
        connections,
        "-d",
        `${load.seconds}s`,
        "-s",
        scriptPath,
        load.url,
      ]);
      const numbers = FACTS.exec(said)?.slice(1).map(Number);
      if (!numbers) throw new Error(`wrk did not say what it measured:\n${said}`);
      const [answers = 0, durationUs = 0, p50Us = 0, p99Us = 0, refused = 0, lost = 0] = numbers;
      if (refused > 0 || lost > 0 || answers === 0) {
        throw new Error(`${load.url}: of ${answers} answers ${refused} were errors, ${lost} connections failed.`);
      }
      return { answers, rps: (answers * 1e6) / durationUs, p50Ms: p50Us / 1_000, p99Ms: p99Us / 1_000 };
    },
  };
}

/** A Lua string: every byte that is not plain as a decimal escape. */
function quoted(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte < 32 || byte > 126 || byte === 34 || byte === 92
      ? `\\${String(byte).padStart(3, "0")}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join("")}"`;
}
