import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { freePort } from "./free-port";

const StackPorts = z.object({ dataApi: z.number(), demo: z.number(), next: z.number() });
/** Loopback ports of the parts inside. */
export type StackPorts = z.infer<typeof StackPorts>;

/** The ports of the last run where they are still free, since a provider's address in the database names one of them. */
export async function stackPorts(stateFolder: string): Promise<StackPorts> {
  const path = join(stateFolder, "ports.json");
  const known = existsSync(path) ? StackPorts.safeParse(JSON.parse(readFileSync(path, "utf8"))).data : undefined;
  const dataApi = await freePort(known?.dataApi);
  const demo = await distinctPort([dataApi], known?.demo);
  const next = await distinctPort([dataApi, demo], known?.next);
  const ports = { dataApi, demo, next };
  writeFileSync(path, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

async function distinctPort(taken: readonly number[], wanted: number | undefined): Promise<number> {
  const port = await freePort(wanted);
  return taken.includes(port) ? await distinctPort(taken, undefined) : port;
}
