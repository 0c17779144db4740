import { spawn, spawnSync } from "node:child_process";

/** Runs a command to its end. Rejects with what it said where its code is not 0. */
export function runCommand(command: string, args: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...(cwd === undefined ? {} : { cwd }) });
    let said = "";
    const keep = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${command} ended with code ${code}:\n${said.slice(-2_000)}`));
    });
  });
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ["-v"], { stdio: "ignore" }).error === undefined;
}
