import { createHash, randomUUID } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import type { EncryptionKey } from "@/lib/env";
import { type ApiKeyFace, parseApiKey } from "@/lib/kernel/api-key";
import { hashPassword } from "@/lib/server/auth/password";
import { createSecretBox } from "@/lib/server/secret-box";
import { seedOrganisation } from "./demo-organisation";
import { createDemoRules } from "./demo-rules";

export const DEMO_EMAIL = "demo@sluice.local";
export const DEMO_WORKSPACE = "demo";

export type DemoSeed = {
  password: string;
  /** The demo's virtual key in plain text; only its hash is stored. */
  key: string;
  /** The demo's management key in plain text; only its hash is stored. Without it none is made. */
  managementKey?: string;
  /** `http://127.0.0.1:<port>` of the demo provider. */
  demoOrigin: string;
  encryptionKeys: readonly EncryptionKey[];
};

/** Makes the demo workspace once; later only corrects the address of the demo provider and adds what is new. One transaction, as the owner. */
export async function seedDemo(owner: Sql, seed: DemoSeed): Promise<"created" | "present"> {
  const face = parseApiKey(seed.key);
  if (!face.ok) throw new Error("The demo key in secrets.json is damaged.");
  return await owner.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7583190215)`;
    const [known] = await sql`select id from public.users where email = ${DEMO_EMAIL}`;
    if (known !== undefined) {
      await correctAddresses(sql, seed.demoOrigin);
      await createManagementKey(sql, seed.managementKey);
      return "present";
    }
    await create(sql, seed, face.value);
    return "created";
  });
}

async function correctAddresses(sql: TransactionSql, demoOrigin: string): Promise<void> {
  for (const provider of demoProviders(demoOrigin)) {
    await sql`update public.providers as p set base_url = ${provider.base_url}
      from public.workspaces as w
      where w.id = p.workspace_id and w.is_demo and p.slug = ${provider.slug} and p.deleted_at is null
        and p.base_url ~ '^http://127\\.0\\.0\\.1:[0-9]+(/v1)?$' and p.base_url <> ${provider.base_url}`;
  }
}

async function create(sql: TransactionSql, seed: DemoSeed, face: ApiKeyFace): Promise<void> {
  const user = randomUUID();
  const workspace = randomUUID();
  const project = randomUUID();
  await sql`insert into public.users ${sql({
    id: user,
    email: DEMO_EMAIL,
    full_name: "Demo",
    password_hash: await hashPassword(seed.password),
    email_verified: new Date(),
  })}`;
  await sql`insert into public.workspaces ${sql({ id: workspace, owner_id: user, name: "Demo", slug: DEMO_WORKSPACE, is_demo: true })}`;
  await sql`insert into public.workspace_members ${sql({ workspace_id: workspace, user_id: user, role: "OWNER" })}`;
  await sql`insert into public.projects ${sql({ id: project, workspace_id: workspace, name: "Playground" })}`;
  const providers = await createProviders(sql, seed, workspace);
  const apiKeyId = await createKey(sql, { workspace, project, user, key: seed.key, face, providers });
  await createRateLimit(sql, workspace);
  const place = { workspace, user, nowMs: Date.now() };
  await seedOrganisation(sql, place);
  await createDemoRules(sql, place, { apiKeyId, projectId: project });
  await createManagementKey(sql, seed.managementKey);
}

/** Of the demo's user, for everything that they may do. Once revoked or deleted, it is not made again. */
async function createManagementKey(sql: TransactionSql, key: string | undefined): Promise<void> {
  if (key === undefined) return;
  const face = parseApiKey(key, "management");
  if (!face.ok) throw new Error("The demo's management key in secrets.json is damaged.");
  await sql`insert into public.management_keys
    (workspace_id, member_id, name, key_prefix, key_last4, key_hash, role, created_by)
    select m.workspace_id, m.id, 'First management key', ${face.value.prefix}, ${face.value.last4},
      ${createHash("sha256").update(key).digest("hex")}, 'OWNER', m.user_id
    from public.workspace_members as m
    join public.workspaces as w on w.id = m.workspace_id and w.is_demo and w.deleted_at is null
    join public.users as u on u.id = m.user_id and u.email = ${DEMO_EMAIL}
    where m.role = 'OWNER'
    on conflict (key_hash) do nothing`;
}

async function createProviders(sql: TransactionSql, seed: DemoSeed, workspace: string): Promise<string[]> {
  const box = createSecretBox(seed.encryptionKeys);
  const ids: string[] = [];
  for (const provider of demoProviders(seed.demoOrigin)) {
    const id = randomUUID();
    const credential = randomUUID();
    const secret = randomUUID();
    const place = {
      owner_table: "provider_credentials",
      owner_id: credential,
      field: "api_key",
      workspace_id: workspace,
    };
    await sql`insert into public.providers ${sql({ ...provider, auth_config: sql.json(provider.auth_config), id, workspace_id: workspace })}`;
    await sql`insert into public.secrets ${sql({ ...box.seal(place, `demo-${provider.slug}`), id: secret })}`;
    await sql`insert into public.provider_credentials ${sql({
      id: credential,
      workspace_id: workspace,
      provider_id: id,
      name: "Demo credential",
      secret_id: secret,
    })}`;
    ids.push(id);
  }
  return ids;
}

type KeySeed = {
  workspace: string;
  project: string;
  user: string;
  key: string;
  face: ApiKeyFace;
  providers: readonly string[];
};

async function createKey(sql: TransactionSql, seed: KeySeed): Promise<string> {
  const id = randomUUID();
  await sql`insert into public.api_keys ${sql({
    id,
    workspace_id: seed.workspace,
    project_id: seed.project,
    name: "First key",
    description: "Made at the first start, for the call that the terminal shows.",
    key_prefix: seed.face.prefix,
    key_last4: seed.face.last4,
    key_hash: createHash("sha256").update(seed.key).digest("hex"),
    created_by: seed.user,
  })}`;
  for (const provider of seed.providers) {
    await sql`insert into public.api_key_providers ${sql({
      workspace_id: seed.workspace,
      api_key_id: id,
      provider_id: provider,
      weight: 1,
    })}`;
  }
  return id;
}

async function createRateLimit(sql: TransactionSql, workspace: string): Promise<void> {
  await sql`insert into public.rate_limits ${sql({
    workspace_id: workspace,
    name: "Requests a minute and key",
    metric: "requests",
    requests: 6000,
    window_ms: 60_000,
    strategy: "FIXED_WINDOW",
    per: ["api_key"],
  })}`;
}

function demoProviders(demoOrigin: string) {
  const shared = {
    description: "Answers offline, in the dialect of a well-known API. Nothing it says is real.",
    timeout_ms: 60_000,
  };
  return [
    {
      ...shared,
      slug: "demo",
      name: "Demo (OpenAI)",
      dialect: "openai",
      auth_method: "BEARER",
      auth_config: {},
      base_url: `${demoOrigin}/v1`,
    },
    {
      ...shared,
      slug: "demo-anthropic",
      name: "Demo (Anthropic)",
      dialect: "anthropic",
      auth_method: "HEADER",
      auth_config: { header: "x-api-key" },
      base_url: demoOrigin,
    },
  ];
}
