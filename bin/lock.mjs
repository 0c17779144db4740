import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopIfInterrupted } from "./child.mjs";
import { say } from "./say.mjs";

/** Linux gives a process's start time, which tells a living owner from a stranger that got its number. */
function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return owner.startedAt === undefined || startedAt(owner.pid) === owner.startedAt;
}

function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A link appears with its content or not at all, so a reader never finds half an owner. */
function tryCreate(path, claim) {
  try {
    linkSync(claim, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead owner's lock aside; if another process was faster, its fresh lock goes back where it was. */
function removeStale(path, dead) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.startedAt !== dead.startedAt)) tryCreate(path, aside);
  rmSync(aside, { force: true });
}

/** Runs the work while no other process of this checkout does the same; waits for its turn, and says for whom. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  const claim = `${path}.${process.pid}`;
  writeFileSync(claim, JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) }));
  try {
    for (let isTold = false; !tryCreate(path, claim); ) {
      stopIfInterrupted();
      const owner = readOwner(path);
      if (owner === undefined) continue;
      if (!isAlive(owner)) {
        removeStale(path, owner);
        continue;
      }
      if (!isTold) say(`Process ${owner.pid} is installing or building in this folder; waiting for it.`);
      isTold = true;
      await sleep(200);
    }
    return await work();
  } finally {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
    rmSync(claim, { force: true });
  }
}
