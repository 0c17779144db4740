import { accessSync, constants, existsSync, readdirSync, statfsSync } from "node:fs";
import { connect } from "node:net";
import { freemem } from "node:os";
import { isBuilt } from "./build.mjs";
import { checkRedis } from "./doctor-redis.mjs";
import { isInstalled } from "./install.mjs";
import { findNode, fromRoot, requiredNodeMajor, root, sluiceHome } from "./paths.mjs";
import { say } from "./say.mjs";

/** @typedef {{ level: "ok" | "note" | "bad", text: string }} Finding */
const ok = (text) => ({ level: "ok", text });
const note = (text) => ({ level: "note", text });
const bad = (text) => ({ level: "bad", text });

function checkNode() {
  const node = findNode();
  if (node !== undefined) return ok(`Node ${requiredNodeMajor}: ${node}`);
  if (!isInstalled()) return note(`Node ${requiredNodeMajor} comes with the packages; npm start installs them.`);
  return bad(`Node ${requiredNodeMajor} is missing. Run: npm ci --include=optional`);
}

const checkInstall = () =>
  isInstalled() ? ok("packages: as package-lock.json says") : note("packages: not installed yet; npm start does it");

const checkBuild = () =>
  isBuilt() ? ok("build: made from the sources as they are") : note("build: missing or older; npm start builds");

/** @returns {Promise<boolean>} whether something accepts connections there */
const isTaken = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (taken) => () => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(1000, answer(false));
    socket.once("connect", answer(true)).once("error", answer(false));
  });

async function isSluice(host, port) {
  try {
    const reply = await fetch(`http://${host}:${port}/api/health`, { signal: AbortSignal.timeout(2000) });
    return reply.ok && (await reply.text()).includes("status");
  } catch (error) {
    say(`  (port ${port} did not answer as Sluice does: ${error.cause?.code ?? error.message})`);
    return false;
  }
}

async function checkPort() {
  const host = process.env.HOST || "127.0.0.1";
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return bad(`PORT is not a port number: ${process.env.PORT}`);
  if (!(await isTaken(host, port))) return ok(`port: ${host}:${port} is free`);
  if (await isSluice(host, port)) return note(`port: Sluice is running at http://${host}:${port}`);
  return bad(`port: another program holds ${host}:${port}. Stop it, or choose another: PORT=3001 npm start`);
}

function checkHome() {
  const home = sluiceHome();
  if (!existsSync(home)) return ok(`state: ${home} will be made at the first start`);
  try {
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return bad(
      `state: ${home} cannot be written (${error.code}). Change its owner, or set SLUICE_HOME to another folder.`,
    );
  }
  return ok(`state: ${home} (${readdirSync(home).length} entries)`);
}

function checkSpace() {
  const freeMb = (disk) => Math.round((disk.bavail * disk.bsize) / 1024 ** 2);
  const diskMb = freeMb(statfsSync(root));
  if (diskMb < 1024) return bad(`disk: ${diskMb} MB free; packages, build and database want about 2 GB`);
  const memoryMb = Math.round(freemem() / 1024 ** 2);
  if (memoryMb < 1024) return note(`memory: ${memoryMb} MB free; a build wants about 1 GB`);
  return ok(`disk and memory: ${diskMb} MB and ${memoryMb} MB free`);
}

function checkBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen)
    return existsSync(chosen)
      ? ok(`browser: ${chosen}`)
      : bad(`browser: CHROMIUM_PATH names ${chosen}, which does not exist`);
  if (existsSync("/usr/bin/chromium")) return ok("browser: /usr/bin/chromium");
  if (existsSync(fromRoot("node_modules/@sparticuz/chromium"))) return ok("browser: the one from npm (linux-x64 only)");
  return note("browser: none found; the e2e suite wants /usr/bin/chromium or CHROMIUM_PATH");
}

/** One ledger for all processes: in memory unless a store is named, and never two. */
async function checkLedger() {
  const { REDIS_URL, UPSTASH_REDIS_REST_URL: upstash, UPSTASH_REDIS_REST_TOKEN: token, SLUICE_WORKERS } = process.env;
  if (REDIS_URL && (upstash || token))
    return bad("ledger: REDIS_URL and UPSTASH_REDIS_REST_URL are both set. Unset one of them.");
  if (Boolean(upstash) !== Boolean(token))
    return bad("ledger: UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN belong together. Set both, or unset both.");
  if (REDIS_URL) return await checkRedis(REDIS_URL);
  if (upstash) return ok(`ledger: Upstash at ${upstash}`);
  if (Number(SLUICE_WORKERS || 1) > 1)
    return bad("ledger: SLUICE_WORKERS wants a shared ledger. Set REDIS_URL or the two UPSTASH_REDIS_REST_ variables.");
  return ok("ledger: in memory, with a journal in the state folder");
}

const marks = { ok: "ok   ", note: "note ", bad: "BAD  " };

/** Looks at everything a start needs, changes nothing, and fails only for what would stop one. */
export async function runDoctor() {
  say(`Sluice in ${root}, launched by Node ${process.versions.node} on ${process.platform}-${process.arch}`);
  const checks = [checkNode, checkInstall, checkBuild, checkPort, checkHome, checkLedger, checkSpace, checkBrowser];
  let isSound = true;
  for (const check of checks) {
    const finding = await check();
    isSound &&= finding.level !== "bad";
    say(`${marks[finding.level]}${finding.text}`);
  }
  return isSound ? 0 : 1;
}
