import { request } from "node:http";
import { json as readJson } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DashboardSession, signIn } from "../helpers/dashboard-session";
import { type Stack, startStack } from "../helpers/stack";

/** A network of a German publisher, and one of a resolver in the United States. */
const GERMAN = "193.99.144.80";
const AMERICAN = "8.8.8.8";
const COUNTRY_HEADER = "x-where-from";

let stack: Stack;
let session: DashboardSession;

beforeAll(async () => {
  const env = { SLUICE_TRUSTED_PROXIES: "127.0.0.0/8, 10.0.0.0/8", SLUICE_COUNTRY_HEADER: COUNTRY_HEADER };
  stack = await startStack({ env });
  session = await signIn(stack.demo);
}, 180_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

type Keyed = { data: { key: string } };

/** Through `fetch` Next would be sent no `x-forwarded-for` of ours twice; this sends fields as they are. */
async function codeOf(door: string, key: string, headers: Record<string, string>): Promise<string> {
  const url = new URL(`${door}/api/proxy/demo/models`);
  return await new Promise((resolve, reject) => {
    const sent = request(url, { headers: { authorization: `Bearer ${key}`, ...headers } }, (answer) => {
      readJson(answer).then((body) => {
        const refusal = body as { error?: { code?: string } };
        resolve(answer.statusCode === 200 ? "passed" : (refusal.error?.code ?? String(answer.statusCode)));
      }, reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}

const created = async (facts: object) =>
  (await session.call<Keyed>("POST", "keys", { name: "placed", all_providers: true, ...facts })).data.key;

describe.each(["Node host", "Next handler"])("the %s behind a proxy that it trusts", (host) => {
  const door = () => {
    const { url, parts } = stack.run();
    return host === "Node host" ? url : `http://127.0.0.1:${parts["next"]?.port ?? 0}`;
  };

  it("takes the right-most hop that is no proxy of ours for the caller", async () => {
    const key = await created({ allowed_ips: ["198.51.100.0/24", "2001:db8::/32"] });
    const from = (hops: string) => codeOf(door(), key, { "x-forwarded-for": hops });
    expect(await from("198.51.100.7")).toBe("passed");
    expect(await from("192.0.2.1, 198.51.100.7, 10.1.2.3")).toBe("passed");
    expect(await from("2001:db8::9")).toBe("passed");
    expect(await from("::ffff:198.51.100.7")).toBe("passed");
    expect(await from("198.51.100.7, 192.0.2.1")).toBe("ip_not_allowed");
    expect(await from("198.51.100.7, unknown")).toBe("ip_not_allowed");
    expect(await codeOf(door(), key, {})).toBe("ip_not_allowed");
  });

  it("knows an address's country from the data that comes with the product, unless the proxy says it", async () => {
    const { data: project } = await session.call<{ data: { id: string } }>("POST", "projects", {
      name: `placed ${host}`,
    });
    const key = await created({ project_id: project.id });
    const rule = { project_id: project.id, scope: "region", code: "EU", action: "allow" };
    await session.call("POST", "geo-rules", rule);
    const from = (hop: string, said: object = {}) => codeOf(door(), key, { "x-forwarded-for": hop, ...said });
    expect(await from(GERMAN)).toBe("passed");
    expect(await from(AMERICAN)).toBe("geo_blocked");
    expect(await from("127.0.0.1")).toBe("geo_blocked");
    expect(await from(AMERICAN, { [COUNTRY_HEADER]: "FR" })).toBe("passed");
    expect(await from(GERMAN, { [COUNTRY_HEADER]: "US" })).toBe("geo_blocked");
  });
});
