import { createInterface } from "node:readline";
import type { z } from "zod";

export type RunningService = {
  /** Facts that the supervisor wants to know, such as the port. */
  ready: Readonly<Record<string, string | number>>;
  stop(): Promise<void>;
};

const STOP_TIMEOUT_MS = 5_000;

/**
 * The main program of a part: reads its settings as one JSON line from stdin (secrets in neither arguments nor
 * environment), answers one line when ready, and ends on SIGTERM or when the supervisor's end of stdin closes.
 */
export async function runAsPart<Settings extends z.ZodType>(
  settings: Settings,
  start: (settings: z.output<Settings>) => Promise<RunningService>,
): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const line = await new Promise<string>((resolve, reject) => {
    input.once("line", resolve);
    input.once("close", () =>
      reject(new Error("This program is started by the supervisor, which writes its settings to stdin.")),
    );
  });
  const service = await start(settings.parse(JSON.parse(line)));
  let isStopping = false;
  const stop = (code: number) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(code), STOP_TIMEOUT_MS).unref();
    void service.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop(0));
  process.on("SIGINT", () => stop(0));
  input.once("close", () => stop(0));
  // A part in an unknown state ends; the supervisor starts it anew.
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
  process.stdout.write(`${JSON.stringify({ ...service.ready, ready: true })}\n`);
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
