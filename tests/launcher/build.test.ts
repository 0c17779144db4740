import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Checkout, createCheckout, tools, withRequire } from "./fake-checkout";

let checkout: Checkout;
beforeEach(async () => {
  checkout = await createCheckout();
});
afterEach(() => checkout.dispose());

const calls = async () => (await readFile(join(checkout.folder, "calls.log"), "utf8")).trim().split("\n").sort();

describe("building", () => {
  it("builds once, and again only when a source or the lockfile changed", async () => {
    expect((await checkout.launch(["build"])).code).toBe(0);
    expect((await checkout.launch(["build"])).code).toBe(0);
    expect(await calls()).toEqual(["next build", "rolldown"]);

    await checkout.write("lib/a.test.ts", "a test is no source of the build\n");
    await checkout.launch(["build"]);
    expect(await calls()).toHaveLength(2);

    await checkout.write("lib/a.ts", "export const a = 2;\n");
    await checkout.launch(["build"]);
    expect(await calls()).toHaveLength(4);
  });

  it("builds again when an output is gone", async () => {
    await checkout.launch(["build"]);
    await checkout.remove("dist/node-host.mjs");
    await checkout.launch(["build"]);
    expect(await calls()).toHaveLength(4);
  });

  it("fails with the tool's last lines, and builds again at the next try", async () => {
    await checkout.launch(["build"]);
    await checkout.write("lib/a.ts", "export const a: string = 2;\n");
    await checkout.write("node_modules/next/dist/bin/next", tools.fails("Type error in lib/a.ts"));
    const { code, text } = await checkout.launch(["build"]);
    expect(code).toBe(1);
    expect(text).toContain("Type error in lib/a.ts");
    expect(text).toContain("next build failed with exit code 3");

    await checkout.write("node_modules/next/dist/bin/next", tools.next);
    expect((await checkout.launch(["build"])).code).toBe(0);
  });

  it("lets one of two builds at once do the work and the other wait for it", async () => {
    const results = await Promise.all([checkout.launch(["build"]), checkout.launch(["build"])]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(await calls()).toEqual(["next build", "rolldown"]);
  });

  it("stops at SIGTERM with the code a shell expects, and leaves no lock behind", async () => {
    await checkout.write("node_modules/next/dist/bin/next", `console.log("slow"); setInterval(() => {}, 1000);`);
    const running = checkout.start(["build"]);
    await running.printed("Building");
    running.stop("SIGTERM");
    expect(await running.code).toBe(143);
    expect((await readdir(join(checkout.folder, "dist"))).filter((name) => name.startsWith(".lock"))).toEqual([]);
  });

  it("takes over the lock of a process that died", async () => {
    await checkout.write("dist/.lock", JSON.stringify({ pid: 2 ** 22 + 1 }));
    expect((await checkout.launch(["build"])).code).toBe(0);
  });
});

describe("installing", () => {
  const npm = (text: string) => checkout.write("npm/npm-cli.js", text);
  const env = () => ({ npm_execpath: join(checkout.folder, "npm/npm-cli.js"), npm_node_execpath: process.execPath });

  it("runs npm ci with the npm that runs it, once, when node_modules does not fit the lockfile", async () => {
    const lock = JSON.stringify({ packages: { "node_modules/next": { version: "2.0.0" } } });
    await checkout.write("package-lock.json", lock);
    await npm(
      `const fs = require("node:fs"); fs.appendFileSync("calls.log", "npm " + process.argv[2] + "\\n");` +
        `fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");`,
    );
    expect((await checkout.launch(["build"], { env: env() })).code).toBe(0);
    expect((await checkout.launch(["build"], { env: env() })).code).toBe(0);
    expect((await calls()).filter((call) => call.startsWith("npm"))).toEqual(["npm ci"]);
  });

  it("fails with npm's last lines", async () => {
    await checkout.remove("node_modules/.package-lock.json");
    await npm(tools.fails("npm error code ENOTFOUND"));
    const { code, text } = await checkout.launch(["build"], { env: env() });
    expect(code).toBe(1);
    expect(text).toContain("npm error code ENOTFOUND");
    expect(text).toContain("Check the network");
  });
});

describe("running", () => {
  const stackDoes = (text: string) =>
    checkout.write("node_modules/rolldown/bin/cli.mjs", withRequire(tools.rolldown(text)));

  it("ends with the exit code of the stack", async () => {
    await stackDoes("process.exit(7);");
    expect((await checkout.launch(["start"])).code).toBe(7);
  });

  it("passes SIGTERM on and waits for the stack's own end", async () => {
    await stackDoes(`process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("up");`);
    const running = checkout.start(["start"]);
    await running.printed("up");
    running.stop("SIGTERM");
    expect(await running.code).toBe(9);
  });

  it("names the commands when it does not know one", async () => {
    const { code, text } = await checkout.launch(["strat"]);
    expect(code).toBe(2);
    expect(text).toContain(`There is no command "strat"`);
    expect(text).toContain("doctor");
  });
});
