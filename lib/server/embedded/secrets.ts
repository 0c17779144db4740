import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import { z } from "zod";
import { createApiKey } from "@/lib/kernel/api-key";

const word = z.string().min(16);

const StackSecrets = z.object({
  version: z.literal(1),
  nextAuthSecret: word,
  supabaseJwtSecret: word,
  supabaseAnonKey: word,
  supabaseServiceRoleKey: word,
  superuserPassword: word,
  ownerPassword: word,
  /** `id:base64`, as SLUICE_ENCRYPTION_KEYS wants it. */
  encryptionKeys: word,
  cronSecret: word,
  demoPassword: word,
  demoKey: word,
  demoManagementKey: word,
});
/** Everything secret that the embedded stack made for itself. */
export type StackSecrets = z.infer<typeof StackSecrets>;

const KnownSecrets = StackSecrets.partial({ demoManagementKey: true });
type KnownSecrets = z.infer<typeof KnownSecrets>;

const randomness = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

/** Reads `secrets.json` of the state folder, or makes it once: mode 600, written whole or not at all. */
export async function stackSecrets(stateFolder: string): Promise<StackSecrets> {
  const path = join(stateFolder, "secrets.json");
  if (existsSync(path)) {
    const read = KnownSecrets.safeParse(parseJson(path));
    if (read.success) return complete(path, read.data);
    throw new Error(`${path} is damaged. Restore it from a backup; without it the data in this folder cannot be read.`);
  }
  const secrets = await freshSecrets();
  write(path, secrets);
  return secrets;
}

/** A state folder of an earlier version lacks what is new since. */
function complete(path: string, { demoManagementKey, ...known }: KnownSecrets): StackSecrets {
  if (demoManagementKey !== undefined) return { ...known, demoManagementKey };
  const secrets = { ...known, demoManagementKey: createApiKey(randomness, "management") };
  write(path, secrets);
  return secrets;
}

function write(path: string, secrets: StackSecrets): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

async function freshSecrets(): Promise<StackSecrets> {
  const supabaseJwtSecret = random(48);
  return {
    version: 1,
    nextAuthSecret: random(48),
    supabaseJwtSecret,
    supabaseAnonKey: await apiKey(supabaseJwtSecret, "anon"),
    supabaseServiceRoleKey: await apiKey(supabaseJwtSecret, "service_role"),
    superuserPassword: random(32),
    ownerPassword: random(32),
    encryptionKeys: `k1:${randomBytes(32).toString("base64")}`,
    cronSecret: random(32),
    demoPassword: random(12),
    demoKey: createApiKey(randomness),
    demoManagementKey: createApiKey(randomness, "management"),
  };
}

/** As a Supabase project's: a token that names a role and lasts ten years. */
async function apiKey(secret: string, role: "anon" | "service_role"): Promise<string> {
  return await new SignJWT({ role, iss: "sluice" })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuedAt()
    .setExpirationTime("3650d")
    .sign(new TextEncoder().encode(secret));
}

function random(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return { damaged: String(error) };
  }
}
