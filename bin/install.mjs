import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { lastLines, runChild, stopIfInterrupted } from "./child.mjs";
import { fromRoot } from "./paths.mjs";
import { LauncherError, say, withProgress } from "./say.mjs";

const stampPath = () => fromRoot("node_modules", ".sluice-install");
const lockfileHash = () =>
  createHash("sha256")
    .update(readFileSync(fromRoot("package-lock.json")))
    .digest("hex");

/** npm notes what it put into node_modules; a tree that already fits the lockfile needs no second installation. */
function treeFitsLockfile() {
  const notePath = fromRoot("node_modules", ".package-lock.json");
  if (!existsSync(notePath)) return false;
  const wanted = JSON.parse(readFileSync(fromRoot("package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(notePath, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const installed = present[path];
    return installed === undefined ? entry.optional === true : installed.version === entry.version;
  });
}

function isStamped() {
  const stamp = stampPath();
  return existsSync(stamp) && readFileSync(stamp, "utf8").trim() === lockfileHash();
}

export const isInstalled = () => isStamped() || treeFitsLockfile();

/** The npm that runs us, since another one may be missing or older; else the one beside the running Node or on PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && basename(cli) === "npm-cli.js")
    return { command: process.env.npm_node_execpath || process.execPath, args: [cli] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

/** Makes node_modules what package-lock.json says. Does nothing when it is. */
export async function ensureInstalled() {
  if (isStamped()) return;
  if (!treeFitsLockfile()) await install();
  writeFileSync(stampPath(), `${lockfileHash()}\n`);
}

async function install() {
  const { command, args } = npmCommand();
  const { code, tail } = await withProgress("Installing packages (once, about half a minute)", () =>
    runChild(command, [...args, "ci", "--include=dev", "--include=optional"], {
      output: "quiet",
      env: { NODE_ENV: "development" },
    }),
  );
  stopIfInterrupted();
  if (code === 0) return;
  say(lastLines(tail));
  throw new LauncherError(
    "npm ci failed; its last lines are above. Check the network and the registry, then run this again.",
  );
}
