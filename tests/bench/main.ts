import { z } from "zod";
import { runAsPart } from "@/lib/server/embedded/supervisor/run-as-part";
import { runBench } from "./bench";
import { startBareProxy } from "./contenders/bare-proxy";
import { readOptions } from "./options";
import { renderTable } from "./report";
import { startSocketUpstream } from "./upstream/socket-upstream";

const Origins = z.object({ chat: z.string(), stream: z.string() });

async function bench(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  const report = await runBench(options, (sentence) => console.log(sentence));
  console.log(renderTable(report));
  if (options.isJson) console.log(JSON.stringify(report));
}

/** The bench itself, or one of the small servers that it runs in processes of their own. */
async function main([role = "", ...rest]: readonly string[]): Promise<void> {
  if (role === "bare") {
    await runAsPart(Origins, async (origins) => {
      const { port, stop } = await startBareProxy(origins);
      return { ready: { port }, stop };
    });
  } else if (role === "upstream") {
    await runAsPart(z.object({ port: z.number() }), async (settings) => {
      const { port, stop } = await startSocketUpstream(settings.port);
      return { ready: { port }, stop };
    });
  } else await bench(role === "" ? rest : [role, ...rest]);
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  console.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  process.exitCode = 1;
});
