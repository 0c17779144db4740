import { z } from "zod";

/** Comma-separated text as a list; absent is the empty list. */
function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .default("")
    .transform((text) => splitList(text))
    .pipe(z.array(item));
}

function secret(minLength: number) {
  const rule = minLength > 1 ? `must be a secret of at least ${minLength} characters` : "must be set to its secret";
  return z.string(rule).min(minLength, rule);
}

const webAddress = z
  .string("must be a web address, http://… or https://…")
  .refine((text) => URL.canParse(text) && /^https?:\/\//.test(text), "must be a web address, http://… or https://…")
  .transform((text) => text.replace(/\/+$/, ""));

const port = wholeNumber(1, 65_535, "must be a port from 1 to 65535");

const ports = {
  one: port,
  list: listOf(port),
  count: (min: number, max: number) => wholeNumber(min, max, `must be a whole number from ${min} to ${max}`),
};

const HOST_PORTS = "must be a comma list of host:port pairs, e.g. 127.0.0.1:11434 or [::1]:8080";

/** `host:port` pairs, lower-cased; IPv6 in brackets. */
const hostPorts = listOf(
  z
    .string()
    .toLowerCase()
    .regex(/^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+):[1-9][0-9]{0,4}$/, HOST_PORTS),
);

export type EncryptionKey = { id: string; bytes: Uint8Array };

const KEYS = "must be a comma list of id:base64 pairs, newest first, each key 32 bytes (openssl rand -base64 32)";

/** The first key seals, all of them open. */
const encryptionKeys = z.string(KEYS).transform((text, issues): EncryptionKey[] => {
  const keys = splitList(text).map(readKey);
  const good = keys.filter((key) => key !== null);
  if (good.length === 0 || good.length !== keys.length || new Set(good.map((key) => key.id)).size !== good.length) {
    issues.addIssue({ code: "custom", message: KEYS });
  }
  return good;
});

const socketPath = z.string().min(1).max(100, "must be at most 100 bytes long, the limit of a Unix socket's path");

/** What every process of the product may be told. Absent and empty are the same. */
const ServerEnv = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("production"),
  HOST: z.string().default("127.0.0.1"),
  PORT: ports.one.default(3000),
  SLUICE_HOME: z.string().default(".sluice"),
  NEXTAUTH_URL: webAddress.optional(),
  NEXTAUTH_SECRET: secret(32),
  AUTH_TRUST_HOST: z.stringbool("must be true or false").default(false),
  SUPABASE_URL: webAddress,
  SUPABASE_ANON_KEY: secret(20),
  SUPABASE_SERVICE_ROLE_KEY: secret(20),
  SUPABASE_JWT_SECRET: secret(32),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a Postgres connection string, postgres://…")
    .optional(),
  UPSTASH_REDIS_REST_URL: webAddress.optional(),
  UPSTASH_REDIS_REST_TOKEN: secret(1).optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must be a Redis address, redis://… or rediss://…")
    .optional(),
  SLUICE_WORKERS: ports.count(1, 256).default(1),
  SLUICE_ENCRYPTION_KEYS: encryptionKeys,
  SLUICE_TRUSTED_PROXIES: listOf(z.string().max(100)),
  SLUICE_COUNTRY_HEADER: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9-]{1,64}$/, "must be a header's name, e.g. cf-ipcountry")
    .optional(),
  VERCEL: z.string().optional(),
  SLUICE_OPERATORS: listOf(z.email("must be a comma list of e-mail addresses")),
  SLUICE_EDGE_UPSTREAMS: listOf(z.string().max(253)),
  SLUICE_PRIVATE_UPSTREAMS: hostPorts,
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must be a mail server's address, smtp://… or smtps://…")
    .optional(),
  CRON_SECRET: secret(16).optional(),
  SLUICE_NEXT_ORIGIN: webAddress.optional(),
  SLUICE_INTERNAL_PORTS: ports.list,
  SLUICE_DEMO_ORIGIN: webAddress.optional(),
  SLUICE_LEDGER_SOCKET: socketPath.optional(),
  SLUICE_LEASE_MS: ports.count(100, 3_600_000).default(30_000),
  SLUICE_DRAIN_EVERY_MS: ports.count(10, 3_600_000).default(250),
});
export type ServerEnv = z.infer<typeof ServerEnv>;

/** What the supervisor reads before any secret exists. Parts that are given here are not embedded. */
const StackEnv = ServerEnv.pick({
  HOST: true,
  PORT: true,
  SLUICE_HOME: true,
  NEXTAUTH_URL: true,
  DATABASE_URL: true,
  UPSTASH_REDIS_REST_URL: true,
  UPSTASH_REDIS_REST_TOKEN: true,
  REDIS_URL: true,
  SLUICE_WORKERS: true,
  SLUICE_TRUSTED_PROXIES: true,
  SLUICE_PRIVATE_UPSTREAMS: true,
  SLUICE_LEDGER_SOCKET: true,
  SLUICE_LEASE_MS: true,
}).extend({
  NEXTAUTH_SECRET: secret(32).optional(),
  SUPABASE_URL: webAddress.optional(),
  SUPABASE_ANON_KEY: secret(20).optional(),
  SUPABASE_SERVICE_ROLE_KEY: secret(20).optional(),
  SUPABASE_JWT_SECRET: secret(32).optional(),
  SLUICE_ENCRYPTION_KEYS: encryptionKeys.optional(),
  XDG_STATE_HOME: z.string().optional(),
});
export type StackEnv = z.infer<typeof StackEnv>;

/** The environment does not suffice; the message has one line a variable and says what each must be. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

let known: ServerEnv | undefined;

/** The validated environment of this process, read once. Throws `InvalidEnvironment`. */
export function serverEnv(): ServerEnv {
  known ??= parseServerEnv(process.env);
  return known;
}

/** The supervisor's own variables. Throws `InvalidEnvironment`. */
export function stackEnv(): StackEnv {
  return parse(StackEnv, process.env);
}

/** What the supervisor hands on to the processes it starts, unvalidated: PATH, locale and the operator's own settings. */
export function inheritedEnv(): Record<string, string> {
  return withoutEmpty(process.env);
}

export function parseServerEnv(source: Readonly<Record<string, string | undefined>>): ServerEnv {
  return parse(ServerEnv, source);
}

export function parseStackEnv(source: Readonly<Record<string, string | undefined>>): StackEnv {
  return parse(StackEnv, source);
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const given = withoutEmpty(source);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "environment");
    return name in given ? `${name} ${issue.message}.` : `${name} is missing: it ${asRequirement(issue.message)}.`;
  });
  throw new InvalidEnvironment(
    `The environment is incomplete or wrong:\n${[...new Set(lines)].map((line) => `  ${line}`).join("\n")}`,
  );
}

function asRequirement(message: string): string {
  return message.startsWith("must") ? message : "must be set";
}

function withoutEmpty(source: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );
}

function readKey(pair: string): EncryptionKey | null {
  const match = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9+/_-]{43}=?)$/.exec(pair);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const bytes = Buffer.from(match[2], "base64");
  return bytes.length === 32 ? { id: match[1], bytes: new Uint8Array(bytes) } : null;
}

function wholeNumber(min: number, max: number, rule: string) {
  return z
    .string(rule)
    .regex(/^[0-9]{1,9}$/, rule)
    .transform(Number)
    .pipe(z.number().min(min, rule).max(max, rule));
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
