import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { expect } from "vitest";
import { refusalOf } from "./refusals";
import { type Case, call, json, logOf, newMark, type Place } from "./world";

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };

type Made = { data: { id: string } };
type Keyed = { data: { key: string; api_key: { id: string } } };

async function projectWithKey({ world }: Place): Promise<{ projectId: string; key: string }> {
  const { data } = await world.session.call<Made>("POST", "projects", { name: `project ${randomUUID()}` });
  return { projectId: data.id, key: await world.createKey({ project_id: data.id }) };
}

/** Status and refusal's code of one chat call. */
async function asked(place: Place, key: string, body: object = chat): Promise<[number, string | null]> {
  const answer = await call(place, `chat/chat/completions?${newMark()}`, { ...json(body), key });
  return [answer.status, answer.status === 200 ? null : refusalOf(answer).error.code];
}

type Rule = { entity: "ip-rules" | "geo-rules" | "model-rules"; code: string; rule: object };

const rules: readonly Rule[] = [
  { entity: "ip-rules", code: "ip_not_allowed", rule: { cidr: "198.51.100.0/24", action: "allow" } },
  { entity: "geo-rules", code: "geo_blocked", rule: { scope: "country", code: "DE", action: "allow" } },
  { entity: "model-rules", code: "model_not_allowed", rule: { pattern: "chat/*-mini", action: "deny" } },
];

export const access: readonly Case[] = [
  ...rules.map(
    ({ entity, code, rule }): Case => ({
      title: `holds one of the ${entity} from the very next call on, for its project alone, and lets go at once`,
      async run(place) {
        const { session, key: other } = place.world;
        const { projectId, key } = await projectWithKey(place);
        expect(await asked(place, key)).toEqual([200, null]);
        const { data } = await session.call<Made>("POST", entity, { ...rule, project_id: projectId });
        for (let round = 0; round < 2; round += 1) expect(await asked(place, key)).toEqual([403, code]);
        expect(await asked(place, other)).toEqual([200, null]);
        await session.call("PATCH", `${entity}/${data.id}`, { is_active: false });
        expect(await asked(place, key)).toEqual([200, null]);
        await session.call("PATCH", `${entity}/${data.id}`, { is_active: true });
        expect(await asked(place, key)).toEqual([403, code]);
        await session.call("DELETE", `${entity}/${data.id}`);
        expect(await asked(place, key)).toEqual([200, null]);
      },
    }),
  ),
  {
    title: "names the rule behind a refusal in the record, and not in the answer",
    async run(place) {
      const { projectId, key } = await projectWithKey(place);
      const rule = { pattern: "gpt-*", action: "deny", project_id: projectId };
      const { data } = await place.world.session.call<Made>("POST", "model-rules", rule);
      const answer = await call(place, "chat/chat/completions", { ...json(chat), key });
      expect(answer.bytes.toString()).not.toContain(data.id);
      const row = await logOf(place, refusalOf(answer).sluice.request_id);
      expect(row).toMatchObject({ error_code: "model_not_allowed", internal_reason: `model_rule:${data.id}` });
    },
  },
  {
    title: "lets a key do what its scopes name, and nothing else",
    async run(place) {
      const key = await place.world.createKey({ scopes: ["http"] });
      expect(await asked(place, key)).toEqual([403, "scope_denied"]);
      expect((await call(place, `things/echo?${newMark()}`, { key })).status).toBe(200);
    },
  },
  {
    title: "freezes a project and a workspace at the very next call, and lets go as fast",
    async run(place) {
      const { session, stack, key: other } = place.world;
      const { projectId, key } = await projectWithKey(place);
      expect(await asked(place, key)).toEqual([200, null]);
      await session.call("POST", `projects/${projectId}/panic`, { panic: true });
      expect(await asked(place, key)).toEqual([403, "project_frozen"]);
      expect(await asked(place, other)).toEqual([200, null]);
      await session.call("POST", `projects/${projectId}/panic`, { panic: false });
      expect(await asked(place, key)).toEqual([200, null]);

      const { data: workspaces } = await session.call<{ data: { id: string; slug: string }[] }>("GET", "workspaces");
      const workspace = workspaces.find(({ slug }) => slug === stack.demo.workspace);
      await session.call("POST", `workspaces/${workspace?.id}/panic`, { panic: true });
      try {
        for (const one of [key, other]) expect(await asked(place, one)).toEqual([403, "workspace_frozen"]);
      } finally {
        await session.call("POST", `workspaces/${workspace?.id}/panic`, { panic: false });
      }
      for (const one of [key, other]) expect(await asked(place, one)).toEqual([200, null]);
    },
  },
  {
    title: "takes both secrets of a key while a rotation's grace lasts, and the former one never after",
    async run(place) {
      const { session } = place.world;
      const { data: made } = await session.call<Keyed>("POST", "keys", { name: "turned", all_providers: true });
      const rotate = async (grace_seconds: number) =>
        (await session.call<Keyed>("POST", `keys/${made.api_key.id}/rotate`, { grace_seconds })).data.key;
      expect(await asked(place, made.key)).toEqual([200, null]);
      const second = await rotate(3_600);
      expect([await asked(place, made.key), await asked(place, second)]).toEqual([
        [200, null],
        [200, null],
      ]);
      const third = await rotate(0);
      for (const former of [made.key, second]) expect(await asked(place, former)).toEqual([401, "key_invalid"]);
      expect(await asked(place, third)).toEqual([200, null]);
    },
  },
  {
    title: "takes a key's stored hash for no key, and echoes nothing of what was sent",
    async run(place) {
      const hash = createHash("sha256").update(place.world.key).digest("hex");
      const answer = await call(place, "chat/chat/completions", { ...json(chat), key: hash });
      expect(answer.status).toBe(401);
      expect(JSON.stringify([answer.rawHeaders, answer.bytes.toString()])).not.toContain(hash.slice(0, 16));
    },
  },
  {
    title: "leaves a key's text in no table, no log line, no file of its state and no page",
    async run(place) {
      const { session, stack } = place.world;
      const { data } = await session.call<Keyed>("POST", "keys", { name: "read once", all_providers: true });
      expect(await asked(place, data.key)).toEqual([200, null]);
      // Refused calls are written down as well.
      await call(place, `no-such-provider/${newMark()}`, { key: data.key });
      await call(place, `things/echo?token=${data.key}`, { key: data.key });
      const rotated = await session.call<Keyed>("POST", `keys/${data.api_key.id}/rotate`, { grace_seconds: 60 });
      for (const secret of [data.key, rotated.data.key]) {
        const body = secret.slice("slc_live_".length, -8);
        expect(await tablesWith(stack.run().databaseUrl, body)).toEqual([]);
        expect(stack.output()).not.toContain(body);
        expect(filesWith(stack.home, body)).toEqual([]);
        for (const path of ["keys", `keys/${data.api_key.id}`, "logs"]) {
          const page = await fetch(`${stack.demo.url}/${stack.demo.workspace}/${path}`, {
            headers: { cookie: session.cookie },
          });
          expect([page.status, (await page.text()).includes(body)]).toEqual([200, false]);
        }
      }
    },
  },
];

/** Names of the tables in which some row's text holds `text`, whatever schema and partition it lies in. */
async function tablesWith(databaseUrl: string, text: string): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await sql.unsafe(
      `select exists (select 1 from ${name} as t where t::text like '%${text}%') as is_there`,
    );
    if (row?.["is_there"] === true) found.push(name);
  }
  await sql.end();
  expect(tables.length).toBeGreaterThan(50);
  return found;
}

/** Files of the state folder, the ledger's journal among them, but for those of the database, which `tablesWith` reads. */
function filesWith(home: string, text: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("/postgres"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
