import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataApiFixture, startDataApiFixture, TENANT_A, TENANT_B } from "./data-api-fixture";

let api: DataApiFixture;
beforeAll(async () => {
  api = await startDataApiFixture();
});
afterAll(() => api.stop());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const ask = (headers: Record<string, string>, path = "shelves") =>
  fetch(`${api.stack.supabaseUrl}/rest/v1/${path}?select=id`, { headers });

describe("row level security", () => {
  it("shows each tenant its own rows only, however they are asked for", async () => {
    const member = api.member(TENANT_A);
    expect((await member.from("shelves").select("name")).data).toEqual([{ name: "Novels" }]);
    expect((await member.from("books").select("id", { count: "exact" }).eq("tenant", TENANT_B)).count).toBe(0);
    const embedded = await member.from("shelves").select("books(tenant)").single();
    expect(new Set(embedded.data?.books.map((book) => book.tenant))).toEqual(new Set([TENANT_A]));
  });

  it("refuses to write into another tenant, and finds nothing of it to change", async () => {
    const member = api.member(TENANT_A);
    const foreign = await member.from("shelves").insert({ tenant: TENANT_B, name: "Smuggled" });
    expect([foreign.error?.code, foreign.status]).toEqual(["42501", 403]);
    expect((await member.from("shelves").update({ name: "Taken" }).eq("tenant", TENANT_B).select()).data).toEqual([]);
    expect((await member.from("books").update({ tenant: TENANT_B }).eq("pages", 1)).error?.code).toBe("42501");
  });

  it("honours a policy on a claim", async () => {
    const books = (aal: string) => api.member(TENANT_A, { aal }).from("books").delete().eq("pages", 20).select("id");
    expect((await books("aal1")).data).toEqual([]);
    expect((await books("aal2")).data).toHaveLength(1);
  });

  it("never mixes two tenants up when a hundred requests of both run at once", async () => {
    const [first, second] = [api.member(TENANT_A), api.member(TENANT_B)];
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const [client, tenant] = index % 2 === 0 ? [first, TENANT_A] : [second, TENANT_B];
        const [rows, told] = await Promise.all([client.from("books").select("tenant"), client.rpc("who_am_i")]);
        return { tenant, told: told.data?.uid, seen: [...new Set(rows.data?.map((row) => row.tenant))] };
      }),
    );
    for (const { tenant, told, seen } of answers) expect([told, seen]).toEqual([tenant, [tenant]]);
  });
});

describe("privileges of the migrations", () => {
  it("hold for columns: a secret column can be neither read nor asked for with *", async () => {
    const member = api.member(TENANT_A);
    const secret = await member.from("books").select("secret");
    expect([secret.error?.code, secret.status]).toEqual(["42501", 403]);
    expect((await member.from("books").select("*")).error?.code).toBe("42501");
    expect((await member.from("books").select("id, title").limit(1)).data).toHaveLength(1);
  });

  it("hold for functions and for the anonymous", async () => {
    const service = await api.member(TENANT_A).rpc("for_service");
    expect([service.error?.code, service.status]).toEqual(["42501", 403]);
    expect((await api.service.rpc("for_service")).data).toBe("served");
    const anonymous = await api.anonymous.from("shelves").select();
    expect([anonymous.error?.code, anonymous.status]).toEqual(["42501", 401]);
  });

  it("let the gateway call what it was granted and nothing else", async () => {
    const gateway = api.withClaims({ role: "gateway" });
    expect((await gateway.rpc("for_gateway", { p: [1, 2] })).data).toBe(2);
    for (const refused of [
      await gateway.from("shelves").select(),
      await gateway.from("workspaces").select(),
      await gateway.from("api_keys").select("id"),
      await gateway.rpc("for_service"),
      await gateway.rpc("who_am_i"),
    ]) {
      expect([refused.error?.code, refused.status]).toEqual(["42501", 403]);
    }
    for (const client of [api.anonymous, api.member(TENANT_A), api.service]) {
      expect((await client.rpc("for_gateway", { p: [] })).error?.code).toBe("42501");
    }
  });
});

describe("tokens", () => {
  it.each(["postgres", "supabase_admin", "authenticator", "pg_read_all_data", "nobody", ""])(
    "that are signed but name the role %j are refused",
    async (role) => {
      const { error, status } = await api.withClaims({ role, sub: TENANT_A }).from("shelves").select("id");
      expect([status, error?.code]).toEqual([401, "PGRST301"]);
    },
  );

  it("without a signature are refused, whatever they claim", async () => {
    const claims = encode({ role: "service_role", exp: 4_102_444_800 });
    for (const header of [{ alg: "none", typ: "JWT" }, { alg: "HS256" }]) {
      const { status } = await api
        .withBearer(`${encode(header)}.${claims}.`)
        .from("shelves")
        .select("id");
      expect(status).toBe(401);
    }
  });

  it("signed with another secret or another algorithm are refused", async () => {
    const claims = { role: "service_role", sub: TENANT_A };
    const sign = (alg: string, secret: string) =>
      new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime("1m").sign(new TextEncoder().encode(secret));
    const forged = await sign("HS256", "another secret of more than 32 characters");
    const other = await sign("HS512", api.stack.jwtSecret.padEnd(64, "0"));
    for (const token of [forged, other]) {
      expect((await api.withBearer(token).from("shelves").select("id")).error?.code).toBe("PGRST301");
    }
  });

  it("changed after signing are refused", async () => {
    const [header, , signature] = (await api.stack.mint({ role: "authenticated", sub: TENANT_A })).split(".");
    const token = `${header}.${encode({ role: "service_role", sub: TENANT_A, exp: 4_102_444_800 })}.${signature}`;
    expect((await api.withBearer(token).from("shelves").select("id")).status).toBe(401);
  });

  it("that have expired are refused as expired", async () => {
    const token = await api.stack.mint({ role: "authenticated", sub: TENANT_A }, -60);
    const { error, status } = await api.withBearer(token).from("shelves").select("id");
    expect([status, error?.code, error?.message]).toEqual([401, "PGRST303", "JWT expired"]);
  });

  it("that are no tokens at all are refused and never taken for anonymous", async () => {
    const { anonKey } = api.stack;
    for (const authorization of ["Bearer rubbish", "Bearer a.b.c", "Bearer ", "Basic dXNlcjpwYXNz", anonKey]) {
      expect((await ask({ apikey: anonKey, authorization })).status).toBe(401);
    }
  });

  it("do not replace the api key, and an api key of another role or signature is none", async () => {
    const member = await api.stack.mint({ role: "authenticated", sub: TENANT_A });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${member}` })).status).toBe(401);
    expect((await ask({ apikey: member })).status).toBe(401);
    expect((await ask({ apikey: "sb_secret_guess" })).status).toBe(401);
    expect((await ask({ apikey: api.stack.anonKey, authorization: `Bearer ${member}` })).status).toBe(200);
  });

  it("are asked of every path of the API, not of tables alone", async () => {
    for (const path of [
      "",
      "/",
      "/rest/v1/",
      "/auth/v1/settings",
      "/auth/v1/signup",
      "/storage/v1/bucket",
      "/studio",
    ]) {
      expect((await fetch(`${api.stack.supabaseUrl}${path}`)).status).toBe(401);
    }
  });
});
