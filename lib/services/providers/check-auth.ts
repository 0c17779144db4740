import { AppError } from "@/lib/kernel/errors";
import type { AuthConfig, AuthMethod } from "./schema";

/** A header, parameter or user name is needed where the method puts the secret there. */
export function checkAuth(method: AuthMethod | string, config: AuthConfig): void {
  const field = missingField(method, config);
  if (field === null) return;
  throw new AppError("invalid_input", "How the upstream is authenticated is incomplete.", {
    fieldErrors: { [`auth_config.${field}`]: `${method} needs auth_config.${field}.` },
  });
}

function missingField(method: string, config: AuthConfig): keyof AuthConfig | null {
  if (method === "HEADER" && config.header === undefined) return "header";
  if (method === "QUERY" && config.param === undefined) return "param";
  return null;
}
