import type { IncomingMessage, ServerResponse } from "node:http";
import { headerOf } from "@/lib/gateway/http/header-rules";
import type { HeaderList, IncomingRequest, LeaveSignal } from "@/lib/gateway/reply";
import { RequestBody } from "./request-body";

/** As an `AbortSignal`, at a fraction of its price: every call has one, and hardly any uses it. */
class Leaving implements LeaveSignal {
  aborted = false;
  #listeners: (() => void)[] | null = null;

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners ??= [];
    this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const index = this.#listeners?.indexOf(listener) ?? -1;
    if (index !== -1) this.#listeners?.splice(index, 1);
  }

  abort(): void {
    this.aborted = true;
    const listeners = this.#listeners ?? [];
    this.#listeners = null;
    for (const listener of listeners) listener();
  }
}

/**
 * What the core sees of a request, whose fields are `headers`. The signal aborts when the client goes away before its
 * answer is complete.
 */
export function asIncomingRequest(
  request: IncomingMessage,
  response: ServerResponse,
  headers: HeaderList,
): IncomingRequest {
  const leaving = new Leaving();
  response.on("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers,
    remoteAddress: request.socket.remoteAddress ?? "",
    body: hasBody(headers) ? new RequestBody(request) : null,
    signal: leaving,
  };
}

/** RFC 9112, section 6.3: without either field a request has no body. */
function hasBody(headers: HeaderList): boolean {
  const length = headerOf(headers, "content-length");
  return (length !== null && length !== "0") || headerOf(headers, "transfer-encoding") !== null;
}

/** Name in lower case and value, in order, repeated fields kept. */
export function headerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([(raw[index] ?? "").toLowerCase(), raw[index + 1] ?? ""]);
  }
  return pairs;
}

/** Fields that a request may carry once only; a second one is an attempt to make two servers disagree. */
export function hasRepeatedFraming(headers: HeaderList): boolean {
  let hosts = 0;
  let lengths = 0;
  for (const [name] of headers) {
    if (name === "host") hosts += 1;
    else if (name === "content-length") lengths += 1;
  }
  return hosts !== 1 || lengths > 1;
}
