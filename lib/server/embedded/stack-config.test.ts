import { describe, expect, it } from "vitest";
import { parseStackEnv } from "@/lib/env";
import { stackConfig } from "./stack-config";

const configOf = (env: Record<string, string>) => stackConfig("start", parseStackEnv(env));
const project = {
  SUPABASE_URL: "https://project.example",
  SUPABASE_ANON_KEY: "a".repeat(40),
  SUPABASE_SERVICE_ROLE_KEY: "s".repeat(40),
  SUPABASE_JWT_SECRET: "j".repeat(40),
  NEXTAUTH_SECRET: "n".repeat(40),
  SLUICE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

describe("what the stack embeds", () => {
  it("is everything when nothing is given", () => {
    expect(configOf({})).toMatchObject({ supabase: undefined, databaseUrl: undefined, host: "127.0.0.1", port: 3000 });
  });

  it("is no database when a Supabase project is given in full", () => {
    expect(configOf(project).supabase).toMatchObject({ url: "https://project.example" });
  });

  it.each(Object.keys(project).filter((name) => name !== "SUPABASE_URL"))(
    "is refused, naming it, when a project comes without %s",
    (name) => {
      expect(() => configOf({ ...project, [name]: "" })).toThrow(new RegExp(`these must be too: ${name}\\.`));
    },
  );

  it("is refused when a project's parts come without its address", () => {
    const given = { DATABASE_URL: "postgres://x@127.0.0.1/x", SUPABASE_JWT_SECRET: project.SUPABASE_JWT_SECRET };
    expect(() => configOf(given)).toThrow("SUPABASE_JWT_SECRET, DATABASE_URL is set but SUPABASE_URL is not.");
  });

  it.each([
    [{}, "memory"],
    [{ REDIS_URL: "redis://127.0.0.1", SLUICE_WORKERS: "4" }, "redis"],
    [{ UPSTASH_REDIS_REST_URL: "https://redis.example", UPSTASH_REDIS_REST_TOKEN: "t" }, "upstash"],
  ])("has the ledger that %o names", (env, kind) => {
    expect(configOf(env).ledger).toBe(kind);
  });

  it("refuses several workers, since the ledger in memory belongs to one process", () => {
    expect(() => configOf({ SLUICE_WORKERS: "2" })).toThrow(/SLUICE_WORKERS is 2.*Set REDIS_URL.*unset SLUICE_WORKERS/);
  });

  it("refuses two ledgers at once, naming both", () => {
    const both = {
      UPSTASH_REDIS_REST_URL: "https://redis.example",
      UPSTASH_REDIS_REST_TOKEN: "t",
      REDIS_URL: "redis://h",
    };
    expect(() => configOf(both)).toThrow(/^REDIS_URL and UPSTASH_REDIS_REST_URL are both set.*Unset REDIS_URL/);
  });

  it.each([
    ["UPSTASH_REDIS_REST_URL", "https://redis.example", "UPSTASH_REDIS_REST_TOKEN"],
    ["UPSTASH_REDIS_REST_TOKEN", "t", "UPSTASH_REDIS_REST_URL"],
  ])("refuses %s alone, naming what is missing", (name, value, missing) => {
    expect(() => configOf({ [name]: value })).toThrow(new RegExp(`^${name} is set but ${missing} is not`));
  });
});
