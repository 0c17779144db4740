import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseApiKey } from "@/lib/kernel/api-key";
import { stackSecrets } from "./secrets";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the stack's secrets", () => {
  it("are made once and found again", async () => {
    expect(await stackSecrets(folder)).toEqual(await stackSecrets(folder));
  });

  it("can be read by their owner alone", async () => {
    await stackSecrets(folder);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("hold a key that the gateway accepts, and differ between installations", async () => {
    const secrets = await stackSecrets(folder);
    expect(parseApiKey(secrets.demoKey).ok).toBe(true);
    rmSync(join(folder, "secrets.json"));
    expect((await stackSecrets(folder)).demoPassword).not.toBe(secrets.demoPassword);
  });

  it("of a folder from before the management API are kept and completed once", async () => {
    const { demoManagementKey, ...former } = await stackSecrets(folder);
    writeFileSync(join(folder, "secrets.json"), JSON.stringify(former));
    const completed = await stackSecrets(folder);
    expect(parseApiKey(completed.demoManagementKey, "management").ok).toBe(true);
    expect(completed).toMatchObject(former);
    expect(completed.demoManagementKey).not.toBe(demoManagementKey);
    expect(await stackSecrets(folder)).toEqual(completed);
  });

  it("are never replaced when the file is damaged", async () => {
    writeFileSync(join(folder, "secrets.json"), "{");
    await expect(stackSecrets(folder)).rejects.toThrow(/is damaged\. Restore it from a backup/);
  });
});
