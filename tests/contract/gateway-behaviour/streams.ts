import { execFileSync } from "node:child_process";
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { expect, vi } from "vitest";
import { EVENTS, FLOOD_MB, GZIPPED, MB } from "../../helpers/scripted-upstream";
import { type Case, call, logOf, newMark, open, type Place } from "./world";

const READERS = 6;
const GROWTH_MB = 150;

/** Resident memory of the process that answers, in megabytes. */
function memoryMb({ world, host }: Place): number {
  const pid = world.stack.run().parts[host === "Node host" ? "node-host" : "next"]?.pid ?? 0;
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]).toString()) / 1_024;
}

async function firstPiece(answer: IncomingMessage): Promise<void> {
  await new Promise((done) => answer.once("data", done));
}

export const streams: readonly Case[] = [
  {
    title: "passes a stream of events byte by byte as it was sent",
    async run(place) {
      const answer = await call(place, "things/events");
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/event-stream"]);
      expect(answer.bytes.toString()).toBe(EVENTS);
    },
  },
  {
    title: "passes each event when it comes, without waiting for the next",
    async run(place) {
      const startedAt = performance.now();
      const answer = await open(place, "things/slow");
      const pieces: [number, string][] = [];
      for await (const piece of answer) pieces.push([performance.now() - startedAt, String(piece)]);
      expect(pieces.map(([, text]) => text).join("")).toBe("data: first\n\ndata: second\n\n");
      expect(pieces[0]?.[0]).toBeLessThan(600);
    },
  },
  {
    title: "ends a cut stream of events with one error event and no invented end",
    async run(place) {
      const answer = await call(place, "things/cut-events");
      const text = answer.bytes.toString();
      expect(text.startsWith('data: {"n":1}\n\ndata: {"n":2}\n\nda')).toBe(true);
      expect(text.match(/upstream_cut/g)).toHaveLength(1);
      expect(text).not.toContain("[DONE]");
      expect(await logOf(place, answer.headers["x-sluice-request-id"])).toMatchObject({
        outcome: "partial",
        error_code: "upstream_cut",
      });
    },
  },
  {
    title: "cuts the connection where an answer that is no stream of events is cut",
    hostsOnly: "wire",
    async run(place) {
      const answer = await open(place, "things/cut");
      await expect(buffer(answer)).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(await logOf(place, answer.headers["x-sluice-request-id"])).toMatchObject({ outcome: "partial" });
    },
  },
  {
    title: "closes the upstream within a second of the client's leaving, and records it",
    async run(place) {
      const mark = newMark();
      const answer = await open(place, `things/endless?${mark}`);
      await firstPiece(answer);
      const leftAt = performance.now();
      answer.destroy();
      await vi.waitFor(() => expect(place.world.upstream.closedEarly(mark)).toHaveLength(1), 2_000);
      expect((place.world.upstream.closedEarly(mark)[0] ?? 0) - leftAt).toBeLessThan(1_000);
      expect(await logOf(place, answer.headers["x-sluice-request-id"])).toMatchObject({
        outcome: "partial",
        error_code: "client_left",
      });
    },
  },
  {
    title: "closes the upstream within a second when the client leaves before the answer begins",
    hostsOnly: "wire",
    async run(place) {
      const { upstream } = place.world;
      const mark = newMark();
      const leaving = new AbortController();
      const answer = open(place, `things/hang?${mark}`, { signal: leaving.signal });
      await vi.waitFor(() => expect(upstream.hits(mark)).toHaveLength(1), 2_000);
      leaving.abort();
      await expect(answer).rejects.toMatchObject({ name: "AbortError" });
      const leftAt = performance.now();
      await vi.waitFor(() => expect(upstream.closedEarly(mark)).toHaveLength(1), 2_000);
      expect((upstream.closedEarly(mark)[0] ?? 0) - leftAt).toBeLessThan(1_000);
    },
  },
  {
    title: "hands a compressed answer over so that its headers and its bytes agree",
    async run(place) {
      const answer = await call(place, "things/gzip", { headers: ["accept-encoding", "gzip"] });
      const isGzip = answer.headers["content-encoding"] === "gzip";
      expect((isGzip ? gunzipSync(answer.bytes) : answer.bytes).toString()).toBe(GZIPPED);
      const plain = await call(place, "things/gzip");
      const text = plain.headers["content-encoding"] === "gzip" ? gunzipSync(plain.bytes) : plain.bytes;
      expect(text.toString()).toBe(GZIPPED);
    },
  },
  {
    title: "slows the upstream to a slow client's pace instead of filling memory",
    async run(place) {
      const before = memoryMb(place);
      const answers = await Promise.all(Array.from({ length: READERS }, () => open(place, "things/flood")));
      for (const answer of answers) {
        await firstPiece(answer);
        answer.pause();
      }
      await delay(1_500);
      expect(READERS * FLOOD_MB).toBeGreaterThan(3 * GROWTH_MB);
      expect(memoryMb(place) - before).toBeLessThan(GROWTH_MB);
      for (const answer of answers) answer.destroy();
    },
  },
  {
    title: "hands the whole of a big answer to a client that reads it in its own time",
    async run(place) {
      const answer = await open(place, "things/big");
      let length = 0;
      for await (const piece of answer) {
        length += (piece as Buffer).length;
        if (length % 7 === 0) await delay(1);
      }
      expect(length).toBe(20 * MB);
    },
  },
];
