import type { AuthConfig, AuthMethod } from "@/lib/services/providers/schema";

/** The one setting of an authentication method; empty text means the method's default. */
export function authConfig(method: AuthMethod, carrier: string): AuthConfig {
  if (carrier === "" || method === "BEARER") return {};
  if (method === "HEADER") return { header: carrier };
  return method === "QUERY" ? { param: carrier } : { username: carrier };
}

export function carrierOf(config: AuthConfig): string {
  return config.header ?? config.param ?? config.username ?? "";
}

/** How the carrier of a method is called; null where there is none. */
export function carrierLabel(method: AuthMethod): string | null {
  if (method === "HEADER") return "Header name";
  if (method === "QUERY") return "Parameter name";
  return method === "BASIC" ? "User name" : null;
}
