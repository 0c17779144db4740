import { Socket } from "node:net";
import { isLoopback } from "./is-loopback";

/** Tests reach this machine only: a connection elsewhere fails at once, by name, whichever library asked for it. */
const connect = Socket.prototype.connect;

function hostOf(options: unknown): string | undefined {
  const first: unknown = Array.isArray(options) ? options[0] : options;
  if (typeof first !== "object" || first === null) return undefined;
  if ("path" in first && typeof first.path === "string") return undefined;
  if ("host" in first && typeof first.host === "string") return first.host;
  return undefined;
}

Socket.prototype.connect = function guarded(this: Socket, ...parts: unknown[]): Socket {
  const host = typeof parts[0] === "number" ? parts[1] : hostOf(parts[0]);
  if (typeof host === "string" && !isLoopback(host)) {
    throw new Error(`A test tried to connect to ${host}. Tests may reach loopback addresses only.`);
  }
  return Reflect.apply(connect, this, parts);
};
