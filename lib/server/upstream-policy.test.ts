import { describe, expect, it } from "vitest";
import { createUpstreamPolicy } from "@/lib/server/upstream-policy";

const names: Record<string, string[]> = {
  "api.example.com": ["93.184.216.34"],
  "rebind.example.com": ["93.184.216.34", "10.0.0.5"],
  localhost: ["127.0.0.1", "::1"],
};
const addresses = {
  privateUpstreams: ["10.1.2.3:8080", "llm.internal:443"],
  demoUpstream: "127.0.0.1:4010",
  internalPorts: [5432],
};

function refusal(url: string, isDemoWorkspace = false): Promise<string | null> {
  const resolve = async (hostname: string) => names[hostname] ?? [];
  return createUpstreamPolicy({ addresses, isDemoWorkspace, resolve }).refusal(new URL(url));
}

describe("an upstream's address at save", () => {
  it.each(["https://api.example.com/v1", "https://8.8.8.8", "https://not-yet-known.example"])(
    "%s is accepted",
    async (url) => {
      expect(await refusal(url)).toBeNull();
    },
  );

  it.each([
    "https://127.0.0.1",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/latest",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1",
    "https://192.168.1.1:8443",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://0.0.0.0/",
    "https://localhost/",
    "https://localhost./",
    "https://rebind.example.com/",
  ])("%s is refused as private", async (url) => {
    expect(await refusal(url)).toMatch(/private/);
  });

  it("plain http is refused for public upstreams and allowed for listed private ones", async () => {
    expect(await refusal("http://api.example.com")).toMatch(/https/);
    expect(await refusal("http://10.1.2.3:8080/v1")).toBeNull();
    expect(await refusal("http://10.1.2.3:8081/v1")).toMatch(/private/);
  });

  it("the demo's upstream is open to the demo workspace alone", async () => {
    expect(await refusal("http://127.0.0.1:4010", true)).toBeNull();
    expect(await refusal("http://127.0.0.1:4010", false)).toMatch(/private/);
  });

  it("our own ports are refused even when listed", async () => {
    const policy = createUpstreamPolicy({
      addresses: { ...addresses, privateUpstreams: ["127.0.0.1:5432"] },
      isDemoWorkspace: true,
    });
    expect(await policy.refusal(new URL("http://127.0.0.1:5432"))).toMatch(/private/);
  });
});
