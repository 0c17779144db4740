import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataApiFixture, startDataApiFixture, TENANT_A } from "./data-api-fixture";

let api: DataApiFixture;
beforeAll(async () => {
  api = await startDataApiFixture();
});
afterAll(() => api.stop());

describe("reading and writing rows", () => {
  it("keeps enums, arrays, jsonb and cidr as they were written, and times in ISO 8601", async () => {
    const row = {
      tenant: TENANT_A,
      name: "Written",
      kind: "closed",
      labels: ["a", "b,c", 'd"d'],
      networks: ["10.0.0.0/8", "2001:db8::/32"],
      settings: { deep: [1, { two: "2" }], text: "é" },
      created_at: "2026-01-02T03:04:05.678+00:00",
    };
    const written = await api.service.from("shelves").insert(row).select().single();
    expect(written.error).toBeNull();
    expect(written.status).toBe(201);
    expect(written.data).toMatchObject(row);
    await api.service.from("shelves").delete().eq("name", "Written");
  });

  it("updates, upserts and deletes", async () => {
    const row = { tenant: TENANT_A, name: "Passing" };
    await api.service.from("shelves").insert(row).throwOnError();
    const again = await api.service
      .from("shelves")
      .upsert({ ...row, kind: "closed" }, { onConflict: "name" })
      .select()
      .single();
    expect(again.data?.kind).toBe("closed");
    const ignored = await api.service
      .from("shelves")
      .upsert(row, { onConflict: "name", ignoreDuplicates: true })
      .select();
    expect(ignored.data).toEqual([]);
    const updated = await api.service
      .from("shelves")
      .update({ settings: { a: null } })
      .eq("name", "Passing")
      .select("settings");
    expect(updated.data).toEqual([{ settings: { a: null } }]);
    const deleted = await api.service.from("shelves").delete({ count: "exact" }).eq("name", "Passing");
    expect([deleted.status, deleted.count]).toEqual([204, 1]);
  });

  it("filters by comparison, list, pattern, or, json path and containment", async () => {
    const titles = async (filter: string) =>
      (await api.service.from("books").select("title").eq("tenant", TENANT_A).or(filter).order("id")).data?.map(
        (b) => b.title,
      );
    expect(await titles("pages.eq.1,and(pages.gt.18,title.ilike.BOOK*)")).toEqual(["Book 0", "Book 18", "Book 19"]);
    const shelves = api.service.from("shelves");
    expect((await shelves.select("name").eq("settings->>n", "1")).data).toEqual([{ name: "Novels" }]);
    expect((await shelves.select("name").contains("labels", ["x", "y z"])).data).toEqual([{ name: "Novels" }]);
    expect((await shelves.select("name").in("name", ["Maps", 'a,b"c(d)'])).data).toEqual([{ name: "Maps" }]);
    expect((await shelves.select("name").eq("name", "x' or '1'='1")).data).toEqual([]);
  });

  it("counts and pages", async () => {
    const page = await api.service
      .from("books")
      .select("pages", { count: "exact" })
      .eq("tenant", TENANT_A)
      .order("id")
      .range(5, 7);
    expect([page.count, page.data]).toEqual([20, [{ pages: 6 }, { pages: 7 }, { pages: 8 }]]);
    const head = await api.service.from("books").select("*", { count: "exact", head: true }).gt("pages", 10);
    expect(head.count).toBe(20);
  });

  it("embeds along foreign keys, both ways, with filters on what is embedded", async () => {
    const down = await api.service
      .from("shelves")
      .select("name, books(title)")
      .eq("name", "Novels")
      .limit(1, { referencedTable: "books" })
      .single();
    expect(down.data).toEqual({ name: "Novels", books: [{ title: "Book 0" }] });
    const up = await api.service
      .from("books")
      .select("title, shelf:shelves!inner(name)")
      .eq("shelf.name", "Maps")
      .eq("pages", 3)
      .single();
    expect(up.data).toEqual({ title: "Book 2", shelf: { name: "Maps" } });
  });

  it("keeps money exact as text, and large numbers that a function was given as text in jsonb", async () => {
    const books = api.service.from("books").update({ price: "90071992.1234567" }).eq("pages", 1).eq("tenant", TENANT_A);
    expect((await books.select("price::text")).data).toEqual([{ price: "90071992.1234567" }]);
    const exact = { cost_cents: "9007199254740993.1234567" };
    const echoed = await api.service.rpc("echo_arguments", { p: exact, words: [], at: "2026-01-01T00:00:00Z", n: 1 });
    expect(echoed.data).toMatchObject({ p: exact });
  });

  it("takes a batch of five thousand objects in one call", async () => {
    const records = Array.from({ length: 5_000 }, (_, index) => ({ index, text: "x".repeat(1_500) }));
    const echoed = await api.withClaims({ role: "gateway" }).rpc("for_gateway", { p: records });
    expect([echoed.error, echoed.data]).toEqual([null, 5_000]);
  });
});

describe("calling functions", () => {
  it("passes jsonb, arrays, times and numbers as what they are", async () => {
    const sent = { p: { k: [1, "2", null] }, words: ["x", "y,z"], at: "2026-01-01T00:00:00Z", n: 5 };
    const echoed = await api.service.rpc("echo_arguments", sent);
    expect(echoed.data).toEqual({ ...sent, type: "object", at: "2026-01-01T00:00:00+00:00" });
    expect((await api.service.rpc("echo_arguments", { ...sent, p: [1] })).data).toMatchObject({
      type: "array",
      p: [1],
    });
    expect((await api.service.rpc("echo_arguments", { ...sent, p: [] })).data).toMatchObject({ type: "array", p: [] });
  });

  it("shows the claims of the token to the function", async () => {
    const told = await api.member(TENANT_A, { rol: "ADMIN", scp: ["keys:write"] }).rpc("who_am_i");
    expect(told.data).toMatchObject({
      role: "authenticated",
      uid: TENANT_A,
      claims: { rol: "ADMIN", scp: ["keys:write"] },
    });
  });
});

describe("failures", () => {
  const shelf = { tenant: TENANT_A, name: "Failing" };
  const outcome = ({ error, status }: { error: { code: string } | null; status: number }) => [error?.code, status];

  it.each<[string, Record<string, unknown>, string, number]>([
    ["a unique value given twice", { ...shelf, name: "Novels" }, "23505", 409],
    ["a missing value", { ...shelf, name: null }, "23502", 400],
    ["a word that is no member of its enum", { ...shelf, kind: "ajar" }, "22P02", 400],
    ["a column that does not exist", { ...shelf, colour: "red" }, "PGRST204", 400],
  ])("name the SQLSTATE and status of %s", async (_, row, code, status) => {
    expect(outcome(await api.service.from("shelves").insert(row))).toEqual([code, status]);
  });

  it("name those of a broken check, a broken reference and a generated column", async () => {
    const { data } = await api.service.from("shelves").select("id").eq("name", "Novels").single();
    const book = { shelf_id: data?.id, tenant: TENANT_A, title: "t" };
    expect(outcome(await api.service.from("books").insert({ ...book, pages: -1 }))).toEqual(["23514", 400]);
    expect(outcome(await api.service.from("books").insert({ ...book, shelf_id: TENANT_A }))).toEqual(["23503", 409]);
    expect(outcome(await api.service.from("books").insert({ ...book, slug: "mine" }))).toEqual(["428C9", 400]);
    expect(outcome(await api.service.from("books").insert({ ...book, pages: 99_999_999_999 }))).toEqual(["22003", 400]);
  });

  it.each([
    ["P0001", 400],
    ["PT402", 402],
    ["PT404", 404],
    ["SL001", 400],
    ["40001", 500],
    ["42501", 403],
  ])("raised with %s arrive with status %i, message, detail and hint", async (code, status) => {
    const { error, status: answered } = await api.service.rpc("fail_with", { p_code: code });
    expect([answered, error?.message, error?.details, error?.hint]).toEqual([
      status,
      "told to fail",
      "the detail",
      "the hint",
    ]);
    if (!code.startsWith("PT")) expect(error?.code).toBe(code);
  });

  it("tell a missing table, function and single row", async () => {
    expect(outcome(await api.service.from("nothing").select())).toEqual(["PGRST205", 404]);
    expect(outcome(await api.service.rpc("nothing"))).toEqual(["PGRST202", 404]);
    expect(outcome(await api.service.from("shelves").select().eq("name", "none").single())).toEqual(["PGRST116", 406]);
  });

  it("never expose schemas that the API is not for", async () => {
    for (const schema of ["auth", "private", "supabase_migrations"]) {
      expect(outcome(await api.service.schema(schema).from("users").select())).toEqual(["PGRST106", 406]);
    }
  });
});
