import type { ServerEnv } from "@/lib/env";
import type { GatewayConfig } from "@/lib/gateway/config";

/** Who may say where a caller is: the platform that started us, or the trusted proxies by the header that is named for them. */
export function countryHeaders(
  env: Pick<ServerEnv, "SLUICE_COUNTRY_HEADER" | "VERCEL">,
): Pick<GatewayConfig, "countryHeader" | "platformCountryHeader"> {
  return {
    countryHeader: env.SLUICE_COUNTRY_HEADER ?? null,
    platformCountryHeader: env.VERCEL === undefined ? null : "x-vercel-ip-country",
  };
}
