import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { basename } from "node:path";

/** Rejects, with whose the port is where the system tells, if nothing more can listen there. */
export async function requirePublicPort(host: string, port: number): Promise<void> {
  const code = await listenCode(host, port);
  if (code === undefined) return;
  if (code === "EADDRINUSE") {
    const owner = ownerOf(port);
    const whose = owner === undefined ? "by another program" : `by process ${owner.pid} (${owner.name})`;
    throw new Error(`Port ${port} is in use ${whose}. Stop it, or choose another port: PORT=${port + 1} npm start`);
  }
  if (code === "EACCES") {
    throw new Error(`Port ${port} may be used by root only. Choose one from 1024 upwards: PORT=3000 npm start`);
  }
  throw new Error(
    `Nothing can listen on ${host}:${port} (${code}). Set HOST to an address of this machine, e.g. HOST=127.0.0.1`,
  );
}

function listenCode(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

/** Who listens on a port: from /proc, so on Linux only, and only processes that this user may look into. */
function ownerOf(port: number): { pid: number; name: string } | undefined {
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(table, port)));
  if (sockets.size === 0) return undefined;
  for (const pid of entries("/proc").filter((name) => /^[0-9]+$/.test(name))) {
    const isOwner = entries(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)));
    if (isOwner) return { pid: Number(pid), name: commandOf(pid) };
  }
  return undefined;
}

/** The program and what it runs ("node node-host.mjs"), without the arguments, which may hold anything. */
function commandOf(pid: string): string {
  const [program = "", ...rest] = textOf(`/proc/${pid}/cmdline`).split("\0");
  const script = rest.find((word) => !word.startsWith("-")) ?? "";
  const words = [program, ...(/\.[cm]?js$|\.py$/.test(script) ? [script] : [])].map((word) => basename(word));
  return words.join(" ") || textOf(`/proc/${pid}/comm`).trim() || "unknown";
}

const LISTEN = "0A";

function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return textOf(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) === true && fields[3] === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
}

function entries(folder: string): string[] {
  return unlessRefused(() => readdirSync(folder), []);
}

function linkOf(path: string): string {
  return unlessRefused(() => readlinkSync(path), "");
}

function textOf(path: string): string {
  return unlessRefused(() => readFileSync(path, "utf8"), "");
}

/** Processes come and go, and other users' are closed to us: neither is a failure of this look-up. */
function unlessRefused<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error) return otherwise;
    throw error;
  }
}
