import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { guardProcess } from "@/lib/server/embedded/supervisor/orphan-guard";
import type { PostgresBinaries } from "./binaries";
import { asIdentity, type OsIdentity } from "./os-identity";

export const SUPERUSER = "supabase_admin";

export type ClusterOptions = {
  binaries: PostgresBinaries;
  identity: OsIdentity | undefined;
  dataFolder: string;
  port: number;
  superuserPassword: string;
  /** False only for throw-away test clusters. @default true */
  isDurable?: boolean;
  onLog?: (line: string) => void;
};

export type RunningCluster = {
  pid: number;
  /** Resolves with a sentence on how the server ended. */
  exited: Promise<string>;
  /** Fast shutdown: open transactions are rolled back, the data is checkpointed. */
  stop(timeoutMs: number): Promise<void>;
};

/** Creates the cluster if there is none, ends one that an earlier run left behind, and resolves when it accepts connections. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  if (!existsSync(join(options.dataFolder, "PG_VERSION"))) createCluster(options);
  else stopLeftover(options);

  const child = spawn(options.binaries.postgres, serverArguments(options), {
    ...asIdentity(options.identity),
    env: { NODE_ENV: "production", LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin", ...systemRoot() },
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  await untilReady(child, exited, options.onLog);
  const pid = child.pid ?? 0;
  const guard = guardProcess(pid, "INT");
  void exited.then(() => guard.release());
  return { pid, exited, stop: (timeoutMs) => stopCluster(child, exited, timeoutMs) };
}

function serverArguments(options: ClusterOptions): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "128MB",
    max_connections: "80",
    max_wal_size: "512MB",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    password_encryption: "scram-sha-256",
    log_min_messages: "warning",
    // Statements may hold what a customer typed; the error is enough.
    log_min_error_statement: "panic",
    ...(options.isDurable === false ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.dataFolder, "-p", String(options.port), ...flags];
}

/** Made beside its final place and renamed, so that a start that is killed half-way leaves nothing to trip over. */
function createCluster(options: ClusterOptions): void {
  const parent = dirname(options.dataFolder);
  const fresh = `${options.dataFolder}.new`;
  const passwordFile = join(parent, `password.${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${options.superuserPassword}\n`, { mode: 0o600 });
  if (options.identity !== undefined) {
    for (const path of [fresh, passwordFile]) chownSync(path, options.identity.uid, options.identity.gid);
  }
  chmodSync(fresh, 0o700);
  try {
    const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"];
    const login = ["--username", SUPERUSER, "--pwfile", passwordFile, "--auth=scram-sha-256"];
    const speed = options.isDurable === false ? ["--no-sync"] : [];
    const run = spawnSync(options.binaries.initdb, ["-D", fresh, ...login, ...locale, ...speed], {
      ...asIdentity(options.identity),
      env: { NODE_ENV: "production", LC_ALL: "C", PATH: "/usr/bin:/bin", ...systemRoot() },
      cwd: "/",
      encoding: "utf8",
    });
    if (run.status !== 0) {
      throw new Error(`The database could not be created: ${run.error?.message ?? (run.stderr || run.stdout).trim()}`);
    }
    renameSync(fresh, options.dataFolder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** After `kill -9` of the supervisor the server may still run for a moment, or have left its pid file. */
function stopLeftover(options: ClusterOptions): void {
  if (!existsSync(join(options.dataFolder, "postmaster.pid"))) return;
  spawnSync(options.binaries.pgCtl, ["stop", "-D", options.dataFolder, "-m", "fast", "-w", "-t", "20", "-s"], {
    ...asIdentity(options.identity),
    cwd: "/",
    stdio: "ignore",
  });
}

function untilReady(child: ChildProcess, exited: Promise<string>, onLog?: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = "";
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (text: string) => {
      for (const line of text.split("\n")) if (line !== "") onLog?.(line);
      if (seen === READY) return;
      seen = (seen + text).slice(-8_000);
      if (!seen.includes(READY)) return;
      seen = READY;
      resolve();
    });
    void exited.then((how) => reject(new Error(`Postgres ${how}: ${seen.trim() || "it printed nothing"}`)));
  });
}

const READY = "database system is ready to accept connections";

async function stopCluster(child: ChildProcess, exited: Promise<string>, timeoutMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGQUIT"), timeoutMs);
  await exited;
  clearTimeout(timer);
}

/** Windows programs do not start without it. */
function systemRoot(): Record<string, string> {
  return process.platform === "win32" ? { SystemRoot: "C:\\Windows" } : {};
}
