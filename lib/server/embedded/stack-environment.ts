import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { StackSecrets } from "./secrets";
import type { StackConfig } from "./stack-config";
import type { StackPorts } from "./stack-ports";

const MAX_SOCKET_PATH_BYTES = 100;

/** The environment of the product's own processes: the operator's, completed with what is embedded. */
export function serverEnvironment(
  inherited: Readonly<Record<string, string>>,
  config: StackConfig,
  secrets: StackSecrets,
  ports: StackPorts,
  databasePort: number | undefined,
): Record<string, string> {
  const { supabase } = config;
  const internal = [
    config.port,
    ports.next,
    ...(supabase ? [] : [ports.dataApi, ...(databasePort ? [databasePort] : [])]),
  ];
  return {
    AUTH_TRUST_HOST: "true",
    CRON_SECRET: secrets.cronSecret,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    SLUICE_ENCRYPTION_KEYS: secrets.encryptionKeys,
    SLUICE_LEDGER_SOCKET: ledgerSocket(config.stateFolder),
    ...inherited,
    NODE_ENV: config.mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: config.host,
    PORT: String(config.port),
    SLUICE_HOME: config.stateFolder,
    SLUICE_NEXT_ORIGIN: `http://127.0.0.1:${ports.next}`,
    SLUICE_INTERNAL_PORTS: internal.join(","),
    ...(supabase
      ? {}
      : {
          SLUICE_DEMO_ORIGIN: `http://127.0.0.1:${ports.demo}`,
          SUPABASE_URL: `http://127.0.0.1:${ports.dataApi}`,
          SUPABASE_ANON_KEY: secrets.supabaseAnonKey,
          SUPABASE_SERVICE_ROLE_KEY: secrets.supabaseServiceRoleKey,
          SUPABASE_JWT_SECRET: secrets.supabaseJwtSecret,
        }),
  };
}

/** In the state folder unless its path is too long for a Unix socket. */
function ledgerSocket(stateFolder: string): string {
  const inside = join(stateFolder, "ledger.sock");
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside;
  const name = createHash("sha256").update(stateFolder).digest("hex").slice(0, 16);
  const outside = join(tmpdir(), `sluice-${name}`, "ledger.sock");
  mkdirSync(dirname(outside), { recursive: true, mode: 0o700 });
  return outside;
}
