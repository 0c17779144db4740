import { describe, expect, it } from "vitest";
import { createHarness, jsonReply, pieces, readReply } from "@/tests/helpers/gateway-harness";
import { rateLimit, snapshot } from "@/tests/helpers/snapshot-fixture";

const chat = { model: "gpt-4o-mini", messages: [] };
const MB = 1_048_576;

describe("bodies of unknown dialects", () => {
  it("flow through as they come, both ways, and are counted", async () => {
    const parts = ["\u0000binary", "é".repeat(10), "end"];
    const harness = createHarness({
      upstream: ({ text }) => ({
        status: 201,
        headers: [["content-type", "application/octet-stream"]],
        body: pieces([text, "!"]),
      }),
    });
    const answer = await harness.call({
      method: "PUT",
      path: "/api/proxy/things/files/a%2Fb?x=1",
      body: pieces(parts),
      headers: [["content-length", "30"]],
    });
    expect([answer.status, answer.text]).toEqual([201, `${parts.join("")}!`]);
    expect(harness.sent[0]).toMatchObject({
      method: "PUT",
      path: "/api/files/a%2Fb?x=1",
      headers: expect.arrayContaining([["content-length", "30"]]),
    });
    expect(await harness.records()).toMatchObject([
      {
        request_size_bytes: 30,
        response_size_bytes: 31,
        tokens_input: null,
        cost_cents: null,
        usage_estimated: false,
        query_params: { x: "1" },
      },
    ]);
  });

  it("beyond the bound end in 413, never cut short at the upstream as if they were whole", async () => {
    let isWhole = false;
    const harness = createHarness({
      config: { maxBodyBytes: 2 * MB },
      upstream: () => {
        isWhole = true;
        return jsonReply({});
      },
    });
    const body = pieces(Array.from({ length: 3 }, () => new Uint8Array(MB)));
    const sending = harness.call({ method: "PUT", path: "/api/proxy/things/x", body });
    await expect(sending).resolves.toMatchObject({ status: 413 });
    expect(isWhole).toBe(false);
    expect(await harness.records()).toMatchObject([
      { outcome: "failed", status_code: 413, error_code: "body_too_large" },
    ]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });
});

describe("bodies that are read", () => {
  it("beyond the bound are read on and dropped, so that the caller can see the 413", async () => {
    let sent = 0;
    let wasEnded = false;
    async function* upload() {
      try {
        for (; sent < 5; sent += 1) yield new Uint8Array(MB);
      } finally {
        wasEnded = sent < 5;
      }
    }
    const harness = createHarness({ config: { maxBodyBytes: 2 * MB } });
    expect((await harness.call({ body: upload() })).status).toBe(413);
    await harness.time.advance(1);
    expect([sent, wasEnded]).toEqual([5, false]);
  });

  it("that stop arriving end in 408", async () => {
    const never: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<Uint8Array>>(() => undefined) }),
    };
    const harness = createHarness({ config: { bodyIdleTimeoutMs: 1_000 } });
    const answer = harness.call({ body: never });
    await harness.time.advance(1_000);
    expect((await answer).status).toBe(408);
  });

  it("may be split anywhere, inside a character too", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...chat, user: "Grüße 世界" }));
    for (let offset = 1; offset < bytes.length; offset += 1) {
      const harness = createHarness();
      await harness.call({ body: pieces([bytes.subarray(0, offset), bytes.subarray(offset)]) });
      expect(harness.sent[0]?.text).toBe(new TextDecoder().decode(bytes));
      expect(await harness.records()).toMatchObject([{ end_user_id: "Grüße 世界" }]);
    }
  });
});

describe("a client that leaves before the answer begins", () => {
  it("ends the upstream's call, and the record says so", async () => {
    const leaving = new AbortController();
    const harness = createHarness({
      upstream: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve({ failure: "aborted", detail: "given up" }));
          leaving.abort();
        }),
    });
    await harness.call({ json: chat, signal: leaving.signal });
    expect(await harness.records()).toMatchObject([
      { outcome: "cancelled", status_code: 499, error_code: "client_left", usage_estimated: true },
    ]);
    expect(await harness.ledger.openHolds({})).toEqual([]);
  });

  it("gives its slot back at once", async () => {
    const harness = createHarness({
      snapshot: snapshot({
        workspace: { rate_limits: [rateLimit({ metric: "concurrency", requests: 1, window_ms: null })] },
      }),
      upstream: () => ({
        status: 200,
        headers: [["content-type", "text/event-stream"]],
        body: pieces(["data: {}\n\n", "data: {}\n\n"]),
      }),
    });
    const reply = await harness.open({ json: { ...chat, stream: true } });
    expect((await harness.call({ json: chat })).status).toBe(429);
    if (reply.body && !(reply.body instanceof Uint8Array)) await reply.body[Symbol.asyncIterator]().return?.();
    await harness.gateway.idle();
    expect((await readReply(await harness.open({ json: chat }))).status).toBe(200);
  });
});

describe("an answer that breaks off", () => {
  it("is an error instead of a part, where its head was not sent yet", async () => {
    const harness = createHarness({
      upstream: () => ({
        status: 200,
        headers: [
          ["content-type", "application/json"],
          ["content-length", "100"],
        ],
        body: pieces(['{"half":'], new Error("other side closed")),
      }),
    });
    const answer = await harness.call({ json: chat });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([502, "upstream_unreachable"]);
    expect(await harness.records()).toMatchObject([
      { outcome: "partial", error_code: "upstream_cut", status_code: 502 },
    ]);
  });

  it("breaks the client's connection, where it was", async () => {
    const harness = createHarness({
      upstream: () => ({
        status: 200,
        headers: [["content-type", "image/png"]],
        body: pieces(["abc"], new Error("other side closed")),
      }),
    });
    const answer = await harness.call({ path: "/api/proxy/things/x" });
    expect(answer.text).toBe("abc");
    expect(answer.brokenBy).toBeInstanceOf(Error);
    expect(await harness.records()).toMatchObject([
      { outcome: "partial", error_code: "upstream_cut", response_size_bytes: 3 },
    ]);
  });
});
