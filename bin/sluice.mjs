#!/usr/bin/env node
import { runBench } from "./bench.mjs";
import { runChild } from "./child.mjs";
import { runDoctor } from "./doctor.mjs";
import { fromRoot } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { LauncherError, say } from "./say.mjs";
import { runSoak, runTests } from "./test.mjs";

const usage = `Usage: node bin/sluice.mjs <command>

  start            install, build and run everything (npm start)
  dev              the same with pages compiled on request
  build [--force]  install and build
  test [suites]    install, build and run unit, contract, rls, fault and e2e, or the suites named
  soak             kill everything a hundred times under load and look whether anything was lost (npm run test:soak)
  bench [--quick]  measure against a bare proxy, nginx and Portkey; --json ends with one object
  bench ledger     measure the ledgers by themselves, on the same terms
  doctor           say what is missing on this machine and what to do about it`;

async function runStack(mode, args) {
  say("Sluice is getting ready.");
  const node = await prepare(mode === "dev" ? "processes" : "all");
  const env = { NODE_ENV: mode === "dev" ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { code } = await runChild(node, ["--enable-source-maps", fromRoot("dist", "stack.mjs"), mode, ...args], {
    env,
  });
  return code;
}

async function runBuild(args) {
  say("Sluice is getting ready.");
  await prepare("all", { force: args.includes("--force") });
  say("The build is up to date.");
  return 0;
}

const commands = {
  start: (args) => runStack("start", args),
  dev: (args) => runStack("dev", args),
  build: runBuild,
  test: runTests,
  soak: runSoak,
  bench: runBench,
  doctor: runDoctor,
};

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (command) return await command(args);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    say(usage);
    return name === undefined ? 2 : 0;
  }
  console.error(`There is no command "${name}".\n\n${usage}`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof LauncherError ? error.message : (error.stack ?? String(error)));
  process.exitCode = error instanceof LauncherError ? error.exitCode : 1;
}
