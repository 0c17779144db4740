import type { Dispatcher } from "undici";
import type { UpstreamFailure, UpstreamReply } from "@/lib/gateway/ports";
import type { LeaveSignal } from "@/lib/gateway/reply";
import { BodyQueue, type BodySource } from "./body-queue";
import { BlockedAddress } from "./pinned-connector";

const aborted = new Error("The call was given up.");

/** Turns undici's callbacks into one reply value with a pulled body. */
export class ReplyHandler implements Dispatcher.DispatchHandler, BodySource {
  private controller: Dispatcher.DispatchController | null = null;
  private body: BodyQueue | null = null;
  private readonly onAbort = () => this.abort();

  constructor(
    private readonly resolve: (outcome: UpstreamReply | UpstreamFailure) => void,
    private readonly signal: LeaveSignal,
  ) {
    signal.addEventListener("abort", this.onAbort, { once: true });
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    this.controller?.resume();
  }

  abort(): void {
    this.controller?.abort(aborted);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.signal.aborted) controller.abort(aborted);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.body = new BodyQueue(this);
    this.resolve({ status, headers: headerList(controller.rawHeaders), body: this.body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body?.push(chunk);
  }

  onResponseEnd(): void {
    this.signal.removeEventListener("abort", this.onAbort);
    this.body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.signal.removeEventListener("abort", this.onAbort);
    if (this.body) this.body.fail(error);
    else this.resolve(asFailure(error));
  }
}

export function asFailure(cause: unknown): UpstreamFailure {
  if (cause === aborted) return { failure: "aborted", detail: "given up by the caller" };
  if (cause instanceof BlockedAddress) return { failure: "blocked", detail: cause.message };
  const code = errorCode(cause);
  const detail = cause instanceof Error ? `${code}: ${cause.message}` : code;
  if (code.endsWith("_TIMEOUT") || code === "ETIMEDOUT") return { failure: "timeout", detail };
  return { failure: "unreachable", detail };
}

function errorCode(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown";
}

/** undici keeps the fields as they came, name and value in turn. */
function headerList(raw: Dispatcher.DispatchController["rawHeaders"]): readonly (readonly [string, string])[] {
  if (!Array.isArray(raw)) return [];
  const list: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    list.push([asLatin1(raw[index]).toLowerCase(), asLatin1(raw[index + 1])]);
  }
  return list;
}

function asLatin1(value: Buffer | string | undefined): string {
  return typeof value === "string" ? value : (value?.toString("latin1") ?? "");
}
