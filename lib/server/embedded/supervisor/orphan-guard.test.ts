import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { guardProcess, ORPHAN_GUARD_SCRIPT } from "./orphan-guard";

/** What a supervisor does: it starts a child in a group of its own, and a shell that watches for its own end. */
const SUPERVISOR = `
  const { spawn } = require("node:child_process");
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  spawn("/bin/sh", ["-c", process.argv[1], "sh", String(-child.pid), "TERM", "1"], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  console.log(child.pid);
  setInterval(() => {}, 1000);`;

describe("the orphan guard", () => {
  it("ends the group when the supervisor is killed", async () => {
    const supervisor = spawn(process.execPath, ["-e", SUPERVISOR, ORPHAN_GUARD_SCRIPT]);
    const [line] = await once(supervisor.stdout, "data");
    const pid = Number(String(line));
    expect(isAlive(pid)).toBe(true);
    supervisor.kill("SIGKILL");
    for (let attempt = 0; attempt < 300 && isAlive(pid); attempt += 1) await delay(10);
    expect(isAlive(pid)).toBe(false);
  });

  it("leaves the process alone once it was released", async () => {
    const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    guardProcess(-(child.pid ?? 0), "TERM", 0).release();
    await delay(300);
    expect(isAlive(child.pid ?? 0)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
