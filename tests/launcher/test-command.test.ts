import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Checkout, createCheckout, tools, vitestReport } from "./fake-checkout";

let checkout: Checkout;
beforeEach(async () => {
  checkout = await createCheckout();
});
afterEach(() => checkout.dispose());

const runnerDoes = (text: string) => checkout.write("node_modules/vitest/vitest.mjs", asModule(text));
const asModule = (text: string) =>
  `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); ${text}`;
const lastLine = (text: string) => text.split("\n").at(-1);

describe("npm test", () => {
  it("ends with one line that counts what passed", async () => {
    await runnerDoes(tools.reports(vitestReport(12)));
    const { code, text } = await checkout.launch(["test"]);
    expect(lastLine(text)).toBe("12 passed, 0 failed");
    expect(code).toBe(0);
  });

  it("fails when a test failed", async () => {
    await runnerDoes(tools.reports(vitestReport(11, 1), 1));
    const { code, text } = await checkout.launch(["test"]);
    expect(lastLine(text)).toBe("11 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("counts a file that broke before its first test as a failure", async () => {
    const broken = { ...vitestReport(3), testResults: [{ status: "failed", assertionResults: [] }] };
    await runnerDoes(tools.reports(broken, 1));
    expect(lastLine((await checkout.launch(["test"])).text)).toBe("3 passed, 1 failed");
  });

  it("counts a runner that crashed as a failure and shows its last lines", async () => {
    await runnerDoes(tools.fails("Segmentation fault, more or less"));
    const { code, text } = await checkout.launch(["test"]);
    expect(text).toContain("Segmentation fault, more or less");
    expect(lastLine(text)).toBe("0 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("fails when the runner ended badly although no test did", async () => {
    await runnerDoes(tools.reports(vitestReport(5), 1));
    const { code, text } = await checkout.launch(["test"]);
    expect(lastLine(text)).toBe("5 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("fails when a suite ran no test", async () => {
    await runnerDoes(tools.reports(vitestReport(0)));
    const { code, text } = await checkout.launch(["test"]);
    expect(text).toContain("The suite ran no test.");
    expect(lastLine(text)).toBe("0 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("fails when a suite that package.json declares has no folder", async () => {
    await runnerDoes(tools.reports(vitestReport(5)));
    await checkout.write("package.json", JSON.stringify({ scripts: { "test:unit": "x", "test:rls": "x" } }));
    const { code, text } = await checkout.launch(["test"]);
    expect(text).toContain("The folder tests/rls does not exist.");
    expect(lastLine(text)).toBe("5 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("accepts a skipped test at a desk and refuses it in CI", async () => {
    await runnerDoes(tools.reports(vitestReport(5, 0, 2)));
    const atDesk = await checkout.launch(["test"]);
    expect([lastLine(atDesk.text), atDesk.code]).toEqual(["5 passed, 0 failed, 2 skipped", 0]);
    const inCi = await checkout.launch(["test"], { env: { CI: "true" } });
    expect([lastLine(inCi.text), inCi.code]).toEqual(["5 passed, 0 failed, 2 skipped", 1]);
  });

  it("refuses a suite it does not know before it does anything", async () => {
    const { code, text } = await checkout.launch(["test", "untit"]);
    expect(text).toBe("There is no suite untit. The suites are: unit, contract, rls, fault, e2e.");
    expect(code).toBe(2);
  });
});
