import { spawnSync } from "node:child_process";

/** The operating-system user that Postgres runs as; absent when this process is unprivileged and simply runs it itself. */
export type OsIdentity = { uid: number; gid: number; name: string };

/** Postgres refuses to run as root: `postgres` if the machine has that user, else `nobody`. Nothing on the host is changed. */
export function postgresIdentity(): OsIdentity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const uid = numericId("-u", name);
    const gid = numericId("-g", name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid, name };
  }
  throw new Error(
    "Postgres refuses to run as root, and this machine has neither a user `postgres` nor `nobody`. Start Sluice as an ordinary user.",
  );
}

/** Spawn options that drop to the identity. */
export function asIdentity(identity: OsIdentity | undefined): { uid?: number; gid?: number } {
  return identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
}

/** Whether the identity may enter a folder, asked of the kernel rather than read from mode bits. */
export function canEnter(folder: string, identity: OsIdentity): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...asIdentity(identity), cwd: "/" }).status === 0;
}

function numericId(flag: string, name: string): number | undefined {
  const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
  const id = Number(answer.stdout);
  return answer.status === 0 && Number.isInteger(id) ? id : undefined;
}
