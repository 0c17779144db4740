import { serverEnv } from "@/lib/env";
import { reportError } from "@/lib/server/report-error";
import { startNodeHost } from "./host";

const GRACE_MS = 30_000;

async function main(): Promise<void> {
  const env = serverEnv();
  if (env.SLUICE_NEXT_ORIGIN === undefined) {
    throw new Error("SLUICE_NEXT_ORIGIN is missing: it must be the address of the pages' server.");
  }
  const host = await startNodeHost(env, env.SLUICE_NEXT_ORIGIN);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    host.stop(GRACE_MS).then(
      () => process.exit(0),
      (cause: unknown) => fail(cause),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // For an operator who set a long SLUICE_DRAIN_EVERY_MS and wants the rows now; a failed drain reports itself.
  process.on("SIGUSR2", () => void host.drainNow());
  // The supervisor holds the other end of this pipe: when it is gone, so are we.
  process.stdin.on("end", stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, port: host.port })}\n`);
}

function fail(cause: unknown): never {
  reportError("The Node host stopped.", {}, cause);
  process.exit(1);
}

main().catch(fail);
