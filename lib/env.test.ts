import { describe, expect, it } from "vitest";
import { InvalidEnvironment, parseServerEnv, parseStackEnv } from "@/lib/env";

const key = Buffer.alloc(32, 7).toString("base64");
const complete = {
  NEXTAUTH_SECRET: "n".repeat(32),
  SUPABASE_URL: "http://127.0.0.1:54321/",
  SUPABASE_ANON_KEY: "a".repeat(40),
  SUPABASE_SERVICE_ROLE_KEY: "s".repeat(40),
  SUPABASE_JWT_SECRET: "j".repeat(32),
  SLUICE_ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
};

function messageOf(source: Record<string, string>): string {
  try {
    parseServerEnv(source);
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.message;
    throw error;
  }
  return "";
}

describe("the environment", () => {
  it("takes defaults for all that has one, and treats empty as absent", () => {
    const env = parseServerEnv({ ...complete, PORT: "", SLUICE_PRIVATE_UPSTREAMS: "" });
    expect(env).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, SLUICE_HOME: ".sluice", SLUICE_LEASE_MS: 30_000 });
    expect(env.SLUICE_PRIVATE_UPSTREAMS).toEqual([]);
    expect(env.SUPABASE_URL).toBe("http://127.0.0.1:54321");
  });

  it("reads the encryption keys in their order, newest first", () => {
    expect(parseServerEnv(complete).SLUICE_ENCRYPTION_KEYS.map((one) => one.id)).toEqual(["k2", "k1"]);
  });

  it.each(Object.keys(complete))("names %s when it is missing and says what it must be", (name) => {
    expect(messageOf({ ...complete, [name]: "" })).toMatch(new RegExp(`${name} is missing: it must be .+`));
  });

  it.each([
    ["PORT", "http", /PORT must be a port from 1 to 65535/],
    ["PORT", "70000", /PORT must be a port from 1 to 65535/],
    ["SLUICE_WORKERS", "0", /SLUICE_WORKERS must be a whole number from 1 to 256/],
    ["SUPABASE_URL", "db.example.com", /SUPABASE_URL must be a web address/],
    ["DATABASE_URL", "mysql://x", /DATABASE_URL must be a Postgres connection string/],
    ["REDIS_URL", "localhost:6379", /REDIS_URL must be a Redis address/],
    ["SLUICE_ENCRYPTION_KEYS", "k1:short", /SLUICE_ENCRYPTION_KEYS must be a comma list of id:base64/],
    ["SLUICE_ENCRYPTION_KEYS", `k1:${key},k1:${key}`, /SLUICE_ENCRYPTION_KEYS must be a comma list of id:base64/],
    ["SLUICE_PRIVATE_UPSTREAMS", "127.0.0.1", /SLUICE_PRIVATE_UPSTREAMS must be a comma list of host:port/],
    ["SLUICE_INTERNAL_PORTS", "1,x", /SLUICE_INTERNAL_PORTS must be a port/],
    ["NEXTAUTH_SECRET", "short", /NEXTAUTH_SECRET must be a secret of at least 32 characters/],
  ])("refuses %s=%s with a message that names it", (name, value, expected) => {
    expect(messageOf({ ...complete, [name]: value })).toMatch(expected);
  });

  it("reports every wrong variable at once and never repeats a value", () => {
    const message = messageOf({ ...complete, PORT: "x", NEXTAUTH_SECRET: "hunter2" });
    expect(message).toMatch(/PORT must/);
    expect(message).toMatch(/NEXTAUTH_SECRET must/);
    expect(message).not.toContain("hunter2");
  });

  it("lets the supervisor start before any secret exists", () => {
    expect(parseStackEnv({}).SUPABASE_URL).toBeUndefined();
    expect(() => parseStackEnv({ PORT: "0" })).toThrow(/PORT must be a port/);
  });
});
