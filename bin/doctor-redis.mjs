import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";

/** @typedef {{ level: "ok" | "note" | "bad", text: string }} Finding */

const TIMEOUT_MS = 3000;

/** An array of strings, as the protocol (RESP2) writes a command. */
const encode = (words) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;

/**
 * Reads one answer from its beginning.
 * @returns {{ value: unknown, rest: string } | undefined} undefined while it is incomplete
 */
export function decode(text) {
  const end = text.indexOf("\r\n");
  if (end === -1) return undefined;
  const [kind, head, rest] = [text[0], text.slice(1, end), text.slice(end + 2)];
  if (kind === "+" || kind === ":") return { value: head, rest };
  if (kind === "-") return { value: new Error(head), rest };
  const length = Number(head);
  if (kind === "$") {
    if (length < 0) return { value: null, rest };
    return rest.length < length + 2 ? undefined : { value: rest.slice(0, length), rest: rest.slice(length + 2) };
  }
  const items = [];
  let left = rest;
  for (let n = 0; n < length; n += 1) {
    const item = decode(left);
    if (item === undefined) return undefined;
    items.push(item.value);
    left = item.rest;
  }
  return { value: items, rest: left };
}

/** Sends commands over one connection and resolves with their answers, in order; an error answer is an Error. */
function ask(address, commands) {
  return new Promise((resolve, reject) => {
    const at = { host: address.hostname.replace(/^\[|\]$/g, ""), port: Number(address.port || 6379) };
    const socket = address.protocol === "rediss:" ? connectTls({ ...at, servername: at.host }) : connectPlain(at);
    const answers = [];
    let text = "";
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer within three seconds")));
    socket.once("error", reject);
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      for (let answer = decode(text); answer !== undefined; answer = decode(text)) {
        answers.push(answer.value);
        text = answer.rest;
      }
      if (answers.length < commands.length) return;
      socket.destroy();
      resolve(answers);
    });
    socket.write(commands.map(encode).join(""));
  });
}

/** What `INFO` and `CONFIG GET` say, judged as the start would. */
export function judgeRedis(info, policy) {
  const field = (name) => new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]?.trim();
  const version = field("redis_version") ?? "of unknown version";
  if (field("cluster_enabled") === "1") {
    return {
      level: "bad",
      text: `redis: ${version} runs as a cluster, which the ledger does not use. Give it a single instance.`,
    };
  }
  if (Number.parseInt(version, 10) < 7) {
    return { level: "bad", text: `redis: ${version} is too old; the ledger needs Redis 7 or newer.` };
  }
  const evicts = policy ?? field("maxmemory_policy");
  if (evicts !== undefined && evicts !== "noeviction" && field("maxmemory") !== "0") {
    return {
      level: "bad",
      text: `redis: maxmemory-policy is ${evicts}, so that counters would vanish. Set it to noeviction.`,
    };
  }
  if (field("aof_enabled") === "0") {
    return {
      level: "note",
      text: `redis: ${version} without append-only file; after its restart counters are rebuilt from the database. Set appendonly yes.`,
    };
  }
  return { level: "ok", text: `redis: ${version}, append-only file, no eviction` };
}

/** @returns {Promise<Finding>} */
export async function checkRedis(url) {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    return { level: "bad", text: "redis: REDIS_URL must be an address like redis://127.0.0.1:6379 or rediss://…" };
  }
  const address = new URL(url);
  const user = decodeURIComponent(address.username);
  const password = decodeURIComponent(address.password);
  const login = password === "" ? [] : [["AUTH", ...(user === "" ? [] : [user]), password]];
  try {
    const answers = await ask(address, [...login, ["INFO"], ["CONFIG", "GET", "maxmemory-policy"]]);
    const [info, config] = answers.slice(login.length);
    if (answers[0] instanceof Error)
      return { level: "bad", text: `redis: ${address.host} refuses us: ${answers[0].message}` };
    return judgeRedis(String(info), Array.isArray(config) ? config[1] : undefined);
  } catch (error) {
    return {
      level: "bad",
      text: `redis: ${address.host} cannot be reached (${error.code ?? error.message}). Start it, or correct REDIS_URL.`,
    };
  }
}
