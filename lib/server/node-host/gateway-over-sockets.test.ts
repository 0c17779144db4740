import { createHash, randomBytes } from "node:crypto";
import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEgress, type UndiciEgress } from "@/lib/adapters/egress/undici-egress";
import { createMemoryLedger } from "@/lib/adapters/memory/memory-ledger";
import { DEFAULT_GATEWAY_CONFIG } from "@/lib/gateway/config";
import { createGateway, type Gateway } from "@/lib/gateway/gateway";
import type { KeySnapshot } from "@/lib/gateway/snapshot/snapshot-schema";
import { createApiKey } from "@/lib/kernel/api-key";
import { type DemoUpstream, startDemoUpstream } from "@/lib/server/embedded/demo/demo-upstream";
import {
  ANTHROPIC_ID,
  budget,
  credential,
  HTTP_ID,
  NO_END_USER_FACTS,
  provider,
  snapshot,
} from "@/tests/helpers/snapshot-fixture";
import { createBackToBack } from "./back-to-back";
import { createHealth } from "./health";
import { createListener } from "./listener";
import { createPassThrough } from "./pass-through";

const MB = 1_048_576;
const clock = { nowMs: () => Date.now() };
const random = { bytes: (length: number) => randomBytes(length) };
const key = createApiKey(random);
const ledger = createMemoryLedger({ dir: null, clock });

let demo: DemoUpstream;
let things: Server;
let listener: Server;
let egress: UndiciEgress;
let gateway: Gateway;
let url: string;
let thingsPort: number;
let closedEarly = 0;

/** Echoes bodies, answers big ones, streams for ever, and answers before the upload's end. */
function playThings(request: IncomingMessage, response: import("node:http").ServerResponse): void {
  if (request.url === "/big") response.end(Buffer.alloc(20 * MB, 7));
  else if (request.url === "/store") request.resume().on("end", () => response.end("stored"));
  else if (request.url === "/early") response.writeHead(403).end("no");
  else if (request.url === "/endless") {
    response.writeHead(200, { "content-type": "text/plain" });
    const timer = setInterval(() => response.write("x".repeat(1_000)), 5);
    response.once("close", () => {
      closedEarly += 1;
      clearInterval(timer);
    });
  } else if (request.url === "/redirect") response.writeHead(302, { location: "/big" }).end();
  else request.pipe(response.writeHead(200, { "x-seen": JSON.stringify(request.rawHeaders) }));
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  demo = await startDemoUpstream({ port: 0 });
  things = createServer(playThings);
  thingsPort = await portOf(things);
  const origin = `http://127.0.0.1:${demo.port}`;
  const known: KeySnapshot = snapshot({
    workspace: {
      providers: [
        provider({ base_url: `${origin}/v1` }),
        provider({ id: ANTHROPIC_ID, slug: "claude", base_url: origin, dialect: "anthropic" }),
        provider({
          id: HTTP_ID,
          slug: "things",
          base_url: `http://127.0.0.1:${thingsPort}`,
          dialect: "http",
          max_retries: 0,
        }),
      ],
      credentials: [credential("one"), credential("two", { provider_id: ANTHROPIC_ID })],
      budgets: [budget({})],
    },
  });
  const backToBack = createBackToBack();
  egress = createEgress(
    {
      privateUpstreams: [`127.0.0.1:${demo.port}`, `127.0.0.1:${thingsPort}`],
      demoUpstream: null,
      internalPorts: [],
    },
    { handOver: backToBack },
  );
  gateway = createGateway({
    clock,
    stopwatch: () => performance.now(),
    random,
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    digest: { sha256Hex: (text) => createHash("sha256").update(text).digest("hex") },
    ledger,
    egress,
    strangers: { admit: () => ({ isAllowed: true }), forget: () => undefined },
    geo: { countryOf: () => null },
    snapshots: {
      load: async (hash) => (hash === createHash("sha256").update(key).digest("hex") ? known : null),
      loadEndUser: async () => NO_END_USER_FACTS,
    },
    tokens: null,
    secretBox: { open: async () => "upstream-secret" },
    report: (message, _context, cause) => expect.unreachable(`${message} ${String(cause)}`),
    config: DEFAULT_GATEWAY_CONFIG,
  });
  listener = createListener({
    gateway,
    health: createHealth({}),
    pages: createPassThrough("http://127.0.0.1:9", () => false),
    backToBack,
  });
  url = `http://127.0.0.1:${await portOf(listener)}`;
});

afterAll(async () => {
  for (const server of [listener, things]) {
    server.closeAllConnections();
    server.close();
  }
  await egress.close();
  await demo.stop();
  await ledger.close();
});

const authorization = `Bearer ${key}`;

async function lastRecord() {
  await gateway.idle();
  const batch = await ledger.drain(1_000);
  await ledger.acknowledge(batch.ids);
  return batch.records.at(-1);
}

describe("the stock openai client through the gateway", () => {
  const client = () => new OpenAI({ baseURL: `${url}/api/proxy/demo`, apiKey: key, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Say hello." }];

  it("completes, streams, and asks for usage, each with one record of the same tokens", async () => {
    const answer = await client().chat.completions.create({ model: "gpt-4o-mini", messages });
    expect(await lastRecord()).toMatchObject({
      outcome: "completed",
      tokens_total: answer.usage?.total_tokens,
      usage_estimated: false,
    });

    let text = "";
    let chunksWithUsage = 0;
    for await (const chunk of await client().chat.completions.create({
      model: "gpt-4o-mini",
      messages,
      stream: true,
    })) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (chunk.usage !== undefined) chunksWithUsage += 1;
    }
    expect(text).toMatch(/\w/);
    expect(chunksWithUsage).toBe(0);
    expect(await lastRecord()).toMatchObject({ outcome: "completed", is_stream: true, usage_estimated: false });

    let total: number | undefined;
    const asked = { model: "gpt-4o-mini", messages, stream: true as const, stream_options: { include_usage: true } };
    for await (const chunk of await client().chat.completions.create(asked)) total = chunk.usage?.total_tokens ?? total;
    expect(await lastRecord()).toMatchObject({ tokens_total: total, usage_estimated: false });
  });

  it("reads refusals as the error classes it knows", async () => {
    const wrong = new OpenAI({ baseURL: `${url}/api/proxy/demo`, apiKey: "sk-wrong", maxRetries: 0 });
    await expect(wrong.models.list()).rejects.toThrow(OpenAI.AuthenticationError);
    await expect(client().chat.completions.create({ model: "gpt-made-up", messages })).rejects.toMatchObject({
      status: 402,
      code: "model_unpriced",
    });
    await expect(client().embeddings.create({ model: "text-embedding-3-small", input: "a" })).resolves.toBeDefined();
  });
});

describe("the stock anthropic client through the gateway", () => {
  const client = () => new Anthropic({ baseURL: `${url}/api/proxy/claude`, apiKey: key, maxRetries: 0 });
  const message = {
    model: "claude-haiku-4-5",
    max_tokens: 200,
    messages: [{ role: "user" as const, content: "Say hello." }],
  };

  it("completes and streams, each with one record of the same tokens", async () => {
    const answer = await client().messages.create(message);
    expect(await lastRecord()).toMatchObject({
      tokens_input: answer.usage.input_tokens,
      tokens_output: answer.usage.output_tokens,
    });
    const final = await client().messages.stream(message).finalMessage();
    expect(await lastRecord()).toMatchObject({
      tokens_output: final.usage.output_tokens,
      is_stream: true,
      usage_estimated: false,
    });
  });

  it("reads refusals as the error classes it knows", async () => {
    await expect(client().messages.create({ ...message, model: "nope" })).rejects.toMatchObject({
      status: 402,
      error: { type: "error" },
    });
    const wrong = new Anthropic({ baseURL: `${url}/api/proxy/claude`, apiKey: "sk-wrong", maxRetries: 0 });
    await expect(wrong.messages.create(message)).rejects.toThrow(Anthropic.AuthenticationError);
  });
});

describe("any HTTP API through the gateway", () => {
  it("sends and answers 20 MB unchanged", async () => {
    const upload = randomBytes(20 * MB);
    const echoed = await fetch(`${url}/api/proxy/things/echo`, {
      method: "PUT",
      body: upload,
      headers: { authorization },
    });
    expect(
      createHash("sha256")
        .update(Buffer.from(await echoed.arrayBuffer()))
        .digest("hex"),
    ).toBe(createHash("sha256").update(upload).digest("hex"));
    expect(echoed.headers.get("x-seen")).not.toContain("slc_live");
    const big = await fetch(`${url}/api/proxy/things/big`, { headers: { authorization } });
    expect((await big.arrayBuffer()).byteLength).toBe(20 * MB);
    expect(await lastRecord()).toMatchObject({ outcome: "completed", response_size_bytes: 20 * MB });
  });

  it.each([
    ["things/store", "declared"],
    ["things/store", "chunked"],
    ["demo/chat/completions", "declared"],
    ["demo/chat/completions", "chunked"],
  ])("answers 413 to 30 MB for %s, %s, and the sender sees it", async (path, framing) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization, ...(framing === "declared" ? { "content-length": 30 * MB } : {}) };
      const sending = httpRequest(`${url}/api/proxy/${path}`, { method: "POST", headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      sending.on("error", reject);
      let sent = 0;
      const send = (): void => {
        while (sent < 30) {
          sent += 1;
          if (!sending.write(Buffer.alloc(MB, 120))) {
            sending.once("drain", send);
            return;
          }
        }
        sending.end();
      };
      send();
    });
    expect(status).toBe(413);
  });

  it("passes an early answer to a caller who still uploads", async () => {
    const answer = await fetch(`${url}/api/proxy/things/early`, {
      method: "PUT",
      body: randomBytes(8 * MB),
      headers: { authorization },
    });
    expect([answer.status, await answer.text()]).toEqual([403, "no"]);
  });

  it("closes the upstream within a second of the client's leaving", async () => {
    const before = closedEarly;
    const leaving = new AbortController();
    const answer = await fetch(`${url}/api/proxy/things/endless`, {
      headers: { authorization },
      signal: leaving.signal,
    });
    await answer.body?.getReader().read();
    leaving.abort();
    await vi.waitFor(() => expect(closedEarly).toBe(before + 1), 1_000);
    await vi.waitFor(
      async () => expect(await lastRecord()).toMatchObject({ outcome: "partial", error_code: "client_left" }),
      1_000,
    );
  });

  it("follows no redirect", async () => {
    const answer = await fetch(`${url}/api/proxy/things/redirect`, { headers: { authorization }, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/big"]);
  });

  it("keeps a connection alive over answers and refusals", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const once = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sending = httpRequest(`${url}/api/proxy/things/echo`, { agent, headers }, (response) => {
          ports.add(response.socket.localPort);
          response.resume().on("end", () => resolve(response.statusCode));
        });
        sending.on("error", reject).end();
      });
    expect([
      await once({ authorization }),
      await once({ "x-api-key": "wrong" }),
      await once({ authorization }),
    ]).toEqual([200, 401, 200]);
    expect(ports.size).toBe(1);
    agent.destroy();
  });

  it("leaves no hold behind", async () => {
    await gateway.idle();
    expect(await ledger.openHolds({})).toEqual([]);
  });
});
