import { z } from "zod";
import { startDemoUpstream } from "./demo/demo-upstream";
import { runAsPart } from "./supervisor/run-as-part";

await runAsPart(z.object({ port: z.number() }), async (settings) => {
  const upstream = await startDemoUpstream(settings);
  return { ready: { port: upstream.port }, stop: upstream.stop };
});
