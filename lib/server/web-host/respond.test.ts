import { describe, expect, it, vi } from "vitest";
import { asResponse } from "./respond";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A body of the core: an explicit iterator that says how it was used. */
function body(pieces: readonly (string | Error)[]) {
  const left = [...pieces];
  const iterator = {
    pulled: 0,
    isGivenUp: false,
    async next(): Promise<IteratorResult<Uint8Array>> {
      iterator.pulled += 1;
      const piece = left.shift();
      if (piece === undefined || iterator.isGivenUp) return { done: true, value: undefined };
      if (piece instanceof Error) throw piece;
      return { done: false, value: bytes(piece) };
    },
    async return(): Promise<IteratorResult<Uint8Array>> {
      iterator.isGivenUp = true;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

async function hasEnded(ended: Promise<void>): Promise<boolean> {
  return await Promise.race([ended.then(() => true), new Promise<false>((no) => setTimeout(() => no(false), 10))]);
}

const never = new AbortController().signal;
const reply = (pieces: ReturnType<typeof body>, status = 200) => ({ status, headers: [], body: pieces });

describe("a reply as a Response", () => {
  it("pulls a piece when the client wants one, never ahead", async () => {
    const pieces = body(["a", "b"]);
    const { response, ended } = asResponse(reply(pieces), "GET", never);
    await new Promise((done) => setTimeout(done, 5));
    expect(pieces.pulled).toBe(0);
    const reader = response.body?.getReader();
    await reader?.read();
    expect(pieces.pulled).toBe(1);
    expect(await hasEnded(ended)).toBe(false);
    await reader?.read();
    expect((await reader?.read())?.done).toBe(true);
    expect(await hasEnded(ended)).toBe(true);
  });

  it("fails the stream where the body fails, and has ended", async () => {
    const { response, ended } = asResponse(reply(body(["a", new Error("cut")])), "GET", never);
    await expect(response.text()).rejects.toThrow("cut");
    expect(await hasEnded(ended)).toBe(true);
  });

  it("gives the body up when the client cancels", async () => {
    const pieces = body(["a", "b"]);
    const { response, ended } = asResponse(reply(pieces), "GET", never);
    await response.body?.cancel();
    expect(pieces.isGivenUp).toBe(true);
    expect(await hasEnded(ended)).toBe(true);
  });

  it.each(["before", "after"])("gives up a body that nobody reads when the client left %s the answer", async (when) => {
    const pieces = body(["a"]);
    const leaving = new AbortController();
    if (when === "before") leaving.abort();
    const { ended } = asResponse(reply(pieces), "GET", leaving.signal);
    leaving.abort();
    expect(await hasEnded(ended)).toBe(true);
    expect(pieces.isGivenUp).toBe(true);
  });

  it.each([
    ["HEAD", 200],
    ["GET", 204],
    ["GET", 304],
  ])("has no body for %s with %i, and reads the core's to its end", async (method, status) => {
    const pieces = body([]);
    const { response, ended } = asResponse(reply(pieces, status), method, never);
    expect([response.status, response.body]).toEqual([status, null]);
    await vi.waitFor(async () => expect(await hasEnded(ended)).toBe(true));
    expect([pieces.pulled, pieces.isGivenUp]).toEqual([1, false]);
  });

  it("answers 502 with the same body where the status cannot be expressed", async () => {
    const { response } = asResponse(reply(body(["odd"]), 999), "GET", never);
    expect([response.status, await response.text()]).toEqual([502, "odd"]);
  });

  it("keeps repeated fields", () => {
    const headers = [
      ["link", "</a>"],
      ["link", "</b>"],
    ] as const;
    const { response } = asResponse({ status: 200, headers, body: null }, "GET", never);
    expect(response.headers.get("link")).toBe("</a>, </b>");
  });
});
