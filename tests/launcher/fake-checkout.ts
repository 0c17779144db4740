import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const outputs = [
  ".next/BUILD_ID",
  "dist/stack.mjs",
  "dist/data-api.mjs",
  "dist/demo-upstream.mjs",
  "dist/node-host.mjs",
];

const note = (line: string) => `require("node:fs").appendFileSync("calls.log", ${JSON.stringify(`${line}\n`)});`;
const make = (path: string, text = "") =>
  `require("node:fs").mkdirSync(${JSON.stringify(dirname(path))}, { recursive: true });` +
  `require("node:fs").writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(text)});`;

/** Stands in for `next build`, `rolldown` and `npm ci`: leaves what the real one leaves, and a line in calls.log. */
export const tools = {
  next: `${note("next build")}${make(".next/BUILD_ID")}`,
  rolldown: (stack: string) =>
    `${note("rolldown")}${make("dist/stack.mjs", stack)}${outputs
      .slice(2)
      .map((path) => make(path))
      .join("")}`,
  fails: (text: string) => `console.error(${JSON.stringify(text)}); process.exit(3);`,
  reports: (report: unknown, exitCode = 0) =>
    `const at = process.argv.find((part) => part.startsWith("--outputFile.json=")).slice(18);` +
    `require("node:fs").writeFileSync(at, ${JSON.stringify(JSON.stringify(report))}); process.exit(${exitCode});`,
};

export const vitestReport = (passed: number, failed = 0, skipped = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  testResults: [],
});

const lockfile = { packages: { "": {}, "node_modules/next": { version: "1.0.0" } } };

export type Checkout = {
  folder: string;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  launch(args: string[], options?: LaunchOptions): Promise<{ code: number; text: string }>;
  start(args: string[]): {
    stop(signal: NodeJS.Signals): void;
    printed(text: string): Promise<void>;
    code: Promise<number>;
  };
  dispose(): Promise<void>;
};

type LaunchOptions = { env?: Record<string, string> };

/** A checkout with the real launcher and invented tools, so that every way a tool can end can be tried in milliseconds. */
export async function createCheckout(): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-checkout-"));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await cp("bin", join(folder, "bin"), { recursive: true });
  await write("package.json", JSON.stringify({ scripts: { "test:unit": "x" } }));
  await write("package-lock.json", JSON.stringify(lockfile));
  await write("node_modules/.package-lock.json", JSON.stringify(lockfile));
  await write("node_modules/next/dist/bin/next", tools.next);
  await write("node_modules/rolldown/bin/cli.mjs", withRequire(tools.rolldown("process.exit(0);")));
  await write("lib/a.ts", "export const a = 1;\n");
  await mkdir(join(folder, "tests/architecture"), { recursive: true });

  const begin = (args: string[], { env = {} }: LaunchOptions = {}) => {
    const { CI: _ci, npm_execpath: _npm, FORCE_COLOR: _colour, ...inherited } = process.env;
    return spawn(process.execPath, ["bin/sluice.mjs", ...args], {
      cwd: folder,
      env: { ...inherited, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  };

  return {
    folder,
    write,
    remove: (path) => rm(join(folder, path), { recursive: true, force: true }),
    launch: (args, options) =>
      new Promise((resolve, reject) => {
        const child = begin(args, options);
        let text = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
        child.once("error", reject).once("close", (code) => resolve({ code: code ?? -1, text: text.trimEnd() }));
      }),
    start: (args) => {
      const child = begin(args);
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      return {
        stop: (signal) => child.kill(signal),
        printed: (wanted) =>
          new Promise((resolve) => {
            const look = () => text.includes(wanted) && resolve();
            child.stdout.on("data", look);
            look();
          }),
        code: new Promise((resolve) => child.once("close", (code) => resolve(code ?? -1))),
      };
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Gives a module the `require` that the invented tools are written with. */
export const withRequire = (text: string) =>
  `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); ${text}`;
