import { afterEach, describe, expect, it, vi } from "vitest";
import type { IncomingRequest, Reply } from "@/lib/gateway/reply";

const following: (() => Promise<void>)[] = [];
const gateway = {
  handle: vi.fn<(request: IncomingRequest) => Promise<Reply>>(),
  settled: vi.fn<() => Promise<void>>(),
};

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => following.push(work) }));
vi.mock("./gateway", () => ({ nextGateway: () => gateway }));

const { answerCall } = await import("./answer-call");

async function* twoPieces(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode("a");
  yield new TextEncoder().encode("b");
}

afterEach(() => {
  following.length = 0;
});

describe("a call through Next", () => {
  it("keeps the platform awake until the answer has ended and the call is settled", async () => {
    const settling = Promise.withResolvers<void>();
    gateway.handle.mockResolvedValue({ status: 200, headers: [], body: twoPieces() });
    gateway.settled.mockReturnValue(settling.promise);
    const response = await answerCall(new Request("http://localhost/api/proxy/p/x"));
    expect(following).toHaveLength(1);
    let isDone = false;
    const work = following[0]?.().then(() => {
      isDone = true;
    });
    expect(gateway.settled).not.toHaveBeenCalled();
    expect(await response.text()).toBe("ab");
    await vi.waitFor(() => expect(gateway.settled).toHaveBeenCalledOnce());
    expect(isDone).toBe(false);
    settling.resolve();
    await work;
    expect(isDone).toBe(true);
  });

  it("hands the core the method, target and signal of the request", async () => {
    gateway.handle.mockResolvedValue({ status: 204, headers: [], body: null });
    const request = new Request("http://localhost/api/proxy/p/a%2Fb?c", { method: "DELETE" });
    expect((await answerCall(request)).status).toBe(204);
    const handed = gateway.handle.mock.lastCall?.[0];
    expect(handed).toMatchObject({ method: "DELETE", target: "/api/proxy/p/a%2Fb?c", body: null });
    expect(handed?.signal).toBe(request.signal);
  });
});
