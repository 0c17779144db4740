import { createHash, randomUUID } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { canEnter, type OsIdentity } from "./os-identity";

const Memory = z.object({ id: z.string(), folder: z.string(), port: z.number().optional() });

/** Where a state folder keeps its database, and the port it last used. */
export type PostgresHome = {
  /** Holds the data folder and, where needed, a copy of the programs. */
  folder: string;
  dataFolder: string;
  port: number | undefined;
  /** True when the folder had to lie outside the state folder. */
  isOutside: boolean;
  rememberPort(port: number): void;
};

/**
 * Below the state folder if the user that Postgres runs as can enter it, else in the system's state directory. The place
 * is remembered in `postgres.json`, so a change of permissions later never leaves the data behind.
 */
export function postgresHome(stateFolder: string, identity: OsIdentity | undefined): PostgresHome {
  const memoryFile = join(stateFolder, "postgres.json");
  const known = existsSync(memoryFile) ? Memory.parse(JSON.parse(readFileSync(memoryFile, "utf8"))) : undefined;
  const memory = known ?? { id: randomUUID(), folder: choose(stateFolder, identity) };
  const save = (port?: number) => writeFileSync(memoryFile, JSON.stringify({ ...memory, port }), { mode: 0o600 });
  prepare(memory.folder, memory.id, identity);
  if (known === undefined) save();
  return {
    folder: memory.folder,
    dataFolder: join(memory.folder, "data"),
    port: known?.port,
    isOutside: !resolve(memory.folder).startsWith(resolve(stateFolder)),
    rememberPort: save,
  };
}

function choose(stateFolder: string, identity: OsIdentity | undefined): string {
  const inside = join(resolve(stateFolder), "postgres");
  if (identity === undefined || canEnter(resolve(stateFolder), identity)) return inside;
  const name = createHash("sha256").update(resolve(stateFolder)).digest("hex").slice(0, 16);
  return join("/var/lib/sluice", name);
}

/** Makes the folder; one that belonged to an earlier state folder at the same place is set aside, never reused or deleted. */
function prepare(folder: string, id: string, identity: OsIdentity | undefined): void {
  const marker = join(folder, "installation");
  if (existsSync(folder) && (!existsSync(marker) || readFileSync(marker, "utf8") !== id)) {
    renameSync(folder, `${folder}.old-${Date.now()}`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (!existsSync(marker)) writeFileSync(marker, id, { mode: 0o644 });
  if (identity === undefined) return;
  chownSync(folder, identity.uid, identity.gid);
  chmodSync(folder, 0o700);
}
