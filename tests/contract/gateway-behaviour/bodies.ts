import { createHash, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect, vi } from "vitest";
import { BIG_SHA256, MB } from "../../helpers/scripted-upstream";
import { refusalOf } from "./refusals";
import { type Case, call, logOf, newMark, open } from "./world";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const upload = (framing: "declared" | "chunked"): Case => ({
  title: `passes a 20 MB upload with the same SHA-256, its length ${framing}`,
  hostsOnly: "size",
  async run(place) {
    const bytes = randomBytes(20 * MB);
    const body = framing === "declared" ? bytes : inPieces(bytes, 100_000);
    const answer = await call(place, "things/sha", { method: "PUT", body });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.bytes.toString())).toEqual({ sha256: sha256(bytes) });
  },
});

const tooLarge = (path: string, framing: "declared" | "chunked"): Case => ({
  title: `answers 413 to a 30 MB body for ${path}, its length ${framing}`,
  hostsOnly: "size",
  async run(place) {
    const bytes = Buffer.alloc(30 * MB, 120);
    const body = framing === "declared" ? bytes : inPieces(bytes, MB);
    const answer = await call(place, path, { method: "POST", body, headers: ["content-type", "application/json"] });
    expect([answer.status, refusalOf(answer).error.code]).toEqual([413, "body_too_large"]);
    expect(refusalOf(answer).error.message).toMatch(/25/);
  },
});

export const bodies: readonly Case[] = [
  upload("declared"),
  upload("chunked"),
  {
    title: "passes a 20 MB answer with the same SHA-256",
    async run(place) {
      const answer = await call(place, "things/big");
      expect([answer.status, answer.bytes.length, sha256(answer.bytes)]).toEqual([200, 20 * MB, BIG_SHA256]);
    },
  },
  tooLarge("things/sha", "declared"),
  tooLarge("things/sha", "chunked"),
  tooLarge("chat/chat/completions", "declared"),
  tooLarge("chat/chat/completions", "chunked"),
  {
    title: "sends the upload on while it still arrives, and the answer back at the same time",
    async run(place) {
      async function* slowly(): AsyncGenerator<Uint8Array> {
        yield Buffer.from("first");
        await delay(800);
        yield Buffer.from("second");
      }
      const startedAt = performance.now();
      const answer = await open(place, "things/duplex", { method: "POST", body: slowly() });
      const pieces: [number, string][] = [];
      for await (const piece of answer) pieces.push([performance.now() - startedAt, String(piece)]);
      expect(pieces.map(([, text]) => text).join("")).toBe("firstsecond");
      expect(pieces[0]?.[0]).toBeLessThan(700);
    },
  },
  {
    title: "answers HEAD and 204 without a body and closes their records as complete",
    async run(place) {
      const head = await call(place, "things/echo", { method: "HEAD" });
      const empty = await call(place, "things/empty", { method: "DELETE" });
      expect([head.status, head.bytes.length, empty.status, empty.bytes.length]).toEqual([200, 0, 204, 0]);
      for (const answer of [head, empty]) {
        expect(await logOf(place, answer.headers["x-sluice-request-id"])).toMatchObject({ outcome: "completed" });
      }
    },
  },
  {
    title: "closes the upstream within a second when the caller leaves during the upload",
    async run(place) {
      const mark = newMark();
      let leftAt = 0;
      async function* leaving(): AsyncGenerator<Uint8Array> {
        yield Buffer.alloc(1_000);
        await vi.waitFor(() => expect(place.world.upstream.hits(mark)).toHaveLength(1), 2_000);
        leftAt = performance.now();
        throw new Error("The caller goes away.");
      }
      await expect(open(place, `things/sha?${mark}`, { method: "POST", body: leaving() })).rejects.toThrow("goes away");
      await vi.waitFor(() => expect(place.world.upstream.closedEarly(mark)).toHaveLength(1), 2_000);
      expect((place.world.upstream.closedEarly(mark)[0] ?? 0) - leftAt).toBeLessThan(1_000);
    },
  },
];
