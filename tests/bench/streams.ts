import { Agent, request } from "node:http";
import type { Contender } from "./contenders/contender";
import { CHAT_PATH, STREAM_REQUEST } from "./payload";
import { median } from "./statistics";

/** Times in milliseconds from sending the request. */
type StreamTimes = { firstByteMs: number; endMs: number };

/** The median time to the first byte of streams, one after another on one connection. */
export async function firstByteMs(contender: Contender, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) times.push((await readStream(contender, agent)).firstByteMs);
  agent.destroy();
  return median(times);
}

/** The time in which that many streams, begun at once, have all ended. Rejects where one does not end well. */
export async function parallelStreamsMs(contender: Contender, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: count }, () => readStream(contender, agent)));
  agent.destroy();
  return performance.now() - startedAt;
}

function readStream({ name, streamUrl, headers, streamHeaders }: Contender, agent: Agent): Promise<StreamTimes> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let firstByteAt = 0;
    let tail = "";
    const call = request(`${streamUrl}${CHAT_PATH}`, {
      agent,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(STREAM_REQUEST),
        ...headers,
        ...streamHeaders,
      },
    });
    call.once("error", reject);
    call.once("response", (response) => {
      response.once("error", reject);
      response.on("data", (chunk: Buffer) => {
        if (firstByteAt === 0) firstByteAt = performance.now();
        tail = (tail + chunk.toString()).slice(-40);
      });
      response.once("end", () => {
        if (response.statusCode !== 200 || !tail.includes("data: [DONE]")) {
          reject(new Error(`${name} ended a stream with status ${response.statusCode} and "${tail}".`));
          return;
        }
        resolve({ firstByteMs: firstByteAt - startedAt, endMs: performance.now() - startedAt });
      });
    });
    call.end(STREAM_REQUEST);
  });
}
