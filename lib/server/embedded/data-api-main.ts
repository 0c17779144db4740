import { z } from "zod";
import { startDataApi } from "./data-api/data-api";
import { runAsPart } from "./supervisor/run-as-part";

const Settings = z.object({ databaseUrl: z.string(), jwtSecret: z.string().min(32), port: z.number() });

await runAsPart(Settings, async (settings) => {
  const api = await startDataApi(settings);
  return { ready: { port: api.port }, stop: api.stop };
});
