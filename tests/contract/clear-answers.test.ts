import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { freePort } from "../helpers/free-port";
import { type Stack, startStack } from "../helpers/stack";

type Refusal = { error: { code: string; message: string; type: string }; sluice: { request_id: string } };

let stack: Stack;
let session: DashboardSession;
let deadPort: number;

beforeAll(async () => {
  deadPort = await freePort();
  stack = await startStack({ env: { SLUICE_PRIVATE_UPSTREAMS: `127.0.0.1:${deadPort}` } });
  session = await signIn(stack.demo);
}, 180_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<{ status: number; refusal: Refusal }> {
  const answer = await fetch(`${stack.demo.url}/api/proxy/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.demo.key}`, "content-type": "application/json", ...headers },
    body,
  });
  return { status: answer.status, refusal: (await answer.json()) as Refusal };
}

describe("a call that cannot be served gets an answer of its own", () => {
  it("malformed JSON is 400 malformed_body", async () => {
    const { status, refusal } = await post("demo/chat/completions", '{"model": "gpt-4o-mini", ');
    expect([status, refusal.error.code]).toEqual([400, "malformed_body"]);
    expect(refusal.error.message).toMatch(/JSON/);
  });

  it("an unknown provider is 404 provider_not_found and named", async () => {
    const { status, refusal } = await post("no-such-provider/chat/completions", JSON.stringify(chat));
    expect([status, refusal.error.code]).toEqual([404, "provider_not_found"]);
    expect(refusal.error.message).toContain("no-such-provider");
  });

  it("an unknown model is refused and named", async () => {
    const { status, refusal } = await post(
      "demo/chat/completions",
      JSON.stringify({ ...chat, model: "no-such-model" }),
    );
    expect([402, 404]).toContain(status);
    expect(["model_unpriced", "model_not_found"]).toContain(refusal.error.code);
    expect(refusal.error.message).toContain("no-such-model");
  });

  it("no key is 401 key_missing and says where to put it", async () => {
    const answer = await fetch(`${stack.demo.url}/api/proxy/demo/chat/completions`, {
      method: "POST",
      body: JSON.stringify(chat),
    });
    const refusal = (await answer.json()) as Refusal;
    expect([answer.status, refusal.error.code]).toEqual([401, "key_missing"]);
    expect(refusal.error.message).toMatch(/Authorization/);
  });

  it("a wrong key is 401 key_invalid and never echoed", async () => {
    const wrong = `${stack.demo.key.slice(0, -1)}${stack.demo.key.endsWith("a") ? "b" : "a"}`;
    const { status, refusal } = await post("demo/chat/completions", JSON.stringify(chat), {
      authorization: `Bearer ${wrong}`,
    });
    expect([status, refusal.error.code]).toEqual([401, "key_invalid"]);
    expect(JSON.stringify(refusal)).not.toContain(wrong);
  });

  it("a 30 MB body is 413 body_too_large and says the limit", async () => {
    const { status, refusal } = await post("demo/chat/completions", new Uint8Array(30 * 1024 * 1024));
    expect([status, refusal.error.code]).toEqual([413, "body_too_large"]);
    expect(refusal.error.message).toMatch(/25/);
  });

  it("an upstream that is down is 502 upstream_unreachable", async () => {
    await session.call("POST", "providers", {
      name: "Down",
      slug: "down",
      base_url: `http://127.0.0.1:${deadPort}/v1`,
      dialect: "openai",
      auth_method: "BEARER",
      api_key: "sk-down",
    });
    const { data } = await session.call<{ data: { key: string } }>("POST", "keys", {
      name: "down",
      all_providers: true,
    });
    const { status, refusal } = await post("down/chat/completions", JSON.stringify(chat), {
      authorization: `Bearer ${data.key}`,
    });
    expect([status, refusal.error.code]).toEqual([502, "upstream_unreachable"]);
  });
});

describe("a start that cannot succeed says why and what to do", () => {
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, [resolve("dist/stack.mjs"), "start"], {
      env: { ...process.env, NODE_ENV: "production", ...env },
      encoding: "utf8",
      timeout: 60_000,
    });

  it("a taken port is named, with the way to choose another", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => squatter.once("listening", done));
    const address = squatter.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const home = mkdtempSync(join(tmpdir(), "sluice-port-"));
    const result = start({ PORT: String(port), SLUICE_HOME: home });
    squatter.close();
    expect(result.status).not.toBe(0);
    expect(result.stdout + result.stderr).toContain(String(port));
    expect(result.stdout + result.stderr).toMatch(/PORT=/);
  });

  it("a second start on the same state names the process that holds it", async () => {
    const result = start({ PORT: String(await freePort()), SLUICE_HOME: stack.home });
    expect(result.status).not.toBe(0);
    expect(result.stdout + result.stderr).toContain(String(stack.run().pid));
  });
});
