import { expect } from "vitest";
import { type Case, call, json, logOf, newMark, type Place, type Received, type Sent } from "./world";

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };

type Refused = {
  because: string;
  status: number;
  code: string;
  path?: string;
  sent: (place: Place) => Sent | Promise<Sent>;
};

const raw = (body: string, headers: readonly string[] = []): Sent => ({
  method: "POST",
  headers: ["content-type", "application/json", ...headers],
  body,
});

const table: readonly Refused[] = [
  { because: "no key is sent", status: 401, code: "key_missing", sent: () => ({ ...json(chat), key: null }) },
  {
    because: "the key is none of ours",
    status: 401,
    code: "key_invalid",
    sent: () => ({ ...json(chat), key: "sk-x" }),
  },
  {
    because: "the key's checksum is wrong",
    status: 401,
    code: "key_invalid",
    sent: ({ world: { key } }) => ({ ...json(chat), key: `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}` }),
  },
  {
    because: "the key is 10 kB long",
    status: 401,
    code: "key_invalid",
    sent: () => ({ ...json(chat), key: `slc_live_${"a".repeat(10_000)}` }),
  },
  {
    because: "two different keys are sent",
    status: 400,
    code: "ambiguous_credentials",
    sent: () => ({ ...raw(JSON.stringify(chat), ["x-api-key", "slc_live_another"]) }),
  },
  {
    because: "the key stands in the address",
    status: 400,
    code: "malformed_request",
    path: "chat/chat/completions?key=slc_live_abc",
    sent: () => json(chat),
  },
  { because: "the body is no JSON", status: 400, code: "malformed_body", sent: () => raw('{"model": "gpt-4o-mini",') },
  { because: "the body is empty", status: 400, code: "malformed_body", sent: () => raw("") },
  {
    because: "a deciding key occurs twice",
    status: 400,
    code: "malformed_body",
    sent: () => raw('{"model":"gpt-4o-mini","model":"gpt-4o","messages":[]}'),
  },
  {
    because: "the body is compressed",
    status: 415,
    code: "encoding_unsupported",
    sent: () => raw("x", ["content-encoding", "gzip"]),
  },
  {
    because: "there is no such provider",
    status: 404,
    code: "provider_not_found",
    path: "no-such-provider/chat/completions",
    sent: () => json(chat),
  },
  {
    because: "the model has no price",
    status: 402,
    code: "model_unpriced",
    sent: () => json({ ...chat, model: "no-such-model" }),
  },
  {
    because: "the key may not use the model",
    status: 403,
    code: "model_not_allowed",
    sent: async ({ world }) => ({ ...json(chat), key: await world.createKey({ allowed_models: ["gpt-4.1*"] }) }),
  },
  {
    because: "the key has ended",
    status: 401,
    code: "key_expired",
    sent: async ({ world }) => {
      const key = await world.createKey({ expires_at: new Date(Date.now() + 600).toISOString() });
      await new Promise((done) => setTimeout(done, 700));
      return { ...json(chat), key };
    },
  },
  {
    because: "the upstream is down",
    status: 502,
    code: "upstream_unreachable",
    path: "down/chat/completions",
    sent: () => json(chat),
  },
];

export type Refusal = { error: { code: string; message: string; type: string }; sluice: { request_id: string } };

export function refusalOf(answer: Received): Refusal {
  return JSON.parse(answer.bytes.toString()) as Refusal;
}

export const refusals: readonly Case[] = [
  ...table.map(
    ({ because, status, code, path = "chat/chat/completions", sent }): Case => ({
      title: `answers ${status} ${code} where ${because}, and the upstream hears nothing`,
      async run(place) {
        const mark = newMark();
        const answer = await call(place, `${path}${path.includes("?") ? "&" : "?"}${mark}`, await sent(place));
        const refusal = refusalOf(answer);
        expect([answer.status, refusal.error.code]).toEqual([status, code]);
        expect(answer.headers["x-sluice-request-id"]).toBe(refusal.sluice.request_id);
        expect(answer.headers["x-sluice-error"]).toBe(code);
        expect(answer.headers["content-type"]).toMatch(/^application\/json/);
        expect(place.world.upstream.hits(mark)).toEqual([]);
      },
    }),
  ),
  {
    title: "records the refusal of a known key",
    async run(place) {
      const answer = await call(place, "chat/chat/completions", json({ ...chat, model: "no-such-model" }));
      const row = await logOf(place, refusalOf(answer).sluice.request_id);
      expect(row).toMatchObject({
        outcome: "refused",
        decision: "refused",
        error_code: "model_unpriced",
        status_code: 402,
      });
    },
  },
  {
    title: "answers 400 ambiguous_credentials where two Authorization fields are sent",
    hostsOnly: "wire",
    async run(place) {
      const answer = await call(
        place,
        "chat/chat/completions",
        raw(JSON.stringify(chat), ["authorization", "Bearer slc_live_another"]),
      );
      expect([answer.status, refusalOf(answer).error.code]).toEqual([400, "ambiguous_credentials"]);
    },
  },
  {
    title: "refuses a method that it does not know",
    async run(place) {
      const answer = await call(place, "things/echo", { method: "PROPFIND" });
      expect([400, 405]).toContain(answer.status);
    },
  },
];
