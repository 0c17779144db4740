import { expect } from "vitest";
import { type Case, call, logOf, newMark, type Place } from "./world";

/** Names and values in turn as a lower-cased text, to see that something is nowhere in it. */
function flat(raw: readonly string[] | undefined): string {
  return (raw ?? []).join("\n").toLowerCase();
}

function valuesOf(raw: readonly string[] | undefined, name: string): string[] {
  const list = raw ?? [];
  return list.filter((_, index) => index % 2 === 1 && list[index - 1]?.toLowerCase() === name);
}

async function upstreamHeaders(place: Place, headers: readonly string[]): Promise<readonly string[]> {
  const mark = newMark();
  const answer = await call(place, `things/echo?${mark}`, { headers });
  expect(answer.status).toBe(200);
  const [hit] = place.world.upstream.hits(mark);
  return hit?.rawHeaders ?? [];
}

export const headers: readonly Case[] = [
  {
    title: "sends our credential upstream and never the caller's key, cookies or forwarding fields",
    async run(place) {
      const sent = await upstreamHeaders(place, [
        ...["cookie", "session=ours"],
        ...["x-forwarded-for", "203.0.113.9"],
        ...["x-forwarded-host", "forwarded.example"],
        ...["forwarded", "for=203.0.113.9"],
        ...["x-sluice-tags", "a"],
        ...["x-real-ip", "203.0.113.9"],
        ...["user-agent", "behaviour/1"],
      ]);
      expect(valuesOf(sent, "authorization")).toEqual(["Bearer sk-upstream"]);
      expect(valuesOf(sent, "user-agent")).toEqual(["behaviour/1"]);
      for (const secret of ["slc_live_", "session=ours", "203.0.113.9", "forwarded.example", "x-sluice", "cookie"]) {
        expect(flat(sent)).not.toContain(secret);
      }
    },
  },
  {
    title: "sends no field of the connection upstream, nor one that Connection names",
    async run(place) {
      const sent = await upstreamHeaders(place, [
        ...["connection", "close, traceparent"],
        ...["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
        ...["te", "trailers"],
        ...["keep-alive", "timeout=5"],
        ...["proxy-authorization", "Basic eDp5"],
      ]);
      for (const name of ["traceparent", "te", "keep-alive", "proxy-authorization"]) {
        expect(valuesOf(sent, name)).toEqual([]);
      }
      expect(flat(sent)).not.toContain("traceparent");
    },
  },
  {
    title: "names the upstream's own host, whatever host the caller asked for",
    async run(place) {
      const sent = await upstreamHeaders(place, []);
      expect(valuesOf(sent, "host")).toEqual([`127.0.0.1:${place.world.upstream.port}`]);
    },
  },
  {
    title: "hands down no cookie, no field of the connection and no name of the upstream's account",
    async run(place) {
      const answer = await call(place, "things/dirty");
      expect([answer.status, answer.bytes.toString()]).toEqual([200, "dirty"]);
      for (const name of ["set-cookie", "x-named", "openai-organization", "x-powered-by"]) {
        expect(answer.headers[name]).toBeUndefined();
      }
      expect(answer.headers["server"] ?? "").not.toContain("upstream");
      expect(flat(answer.rawHeaders)).not.toContain("sk-upstream");
    },
  },
  {
    title: "keeps every value of a field that occurs twice",
    async run(place) {
      const answer = await call(place, "things/dirty");
      expect(valuesOf(answer.rawHeaders, "x-kept").join(", ")).toBe("one, two");
    },
  },
  {
    title: "sets none of the dashboard's own headers on an upstream's answer",
    async run(place) {
      const answer = await call(place, "things/echo");
      for (const name of ["content-security-policy", "x-frame-options", "referrer-policy", "permissions-policy"]) {
        expect(answer.headers[name]).toBeUndefined();
      }
    },
  },
  {
    title: "takes the peer for the caller, whatever X-Forwarded-For claims",
    hostsOnly: "wire",
    async run(place) {
      const answer = await call(place, "things/echo", { headers: ["x-forwarded-for", "203.0.113.9"] });
      const row = await logOf(place, answer.headers["x-sluice-request-id"]);
      expect(row["client_ip"]).toBe("127.0.0.1");
    },
  },
  {
    title: "passes an upstream's own error with its status and body",
    async run(place) {
      const answer = await call(place, "things/teapot");
      expect([answer.status, answer.bytes.toString()]).toEqual([418, '{"error":{"message":"I am a teapot"}}']);
    },
  },
  {
    title: "follows no redirect",
    async run(place) {
      const answer = await call(place, "things/redirect");
      expect([answer.status, answer.headers["location"]]).toEqual([302, "http://127.0.0.1:1/elsewhere"]);
    },
  },
];
