import { hasRules } from "@/lib/gateway/access/rule-list";
import type { GatewayRuntime, Identified } from "@/lib/gateway/context";
import { isInside } from "@/lib/gateway/http/client-address";
import { headerOf } from "@/lib/gateway/http/header-rules";

const COUNTRY = /^[A-Z]{2}$/;
/** Cloudflare's word for a country that it does not know. */
const UNKNOWN = "XX";

/**
 * Notes the country of a call where somebody we believe says it, else where a rule asks for it. A promise only while the
 * data of addresses is being loaded.
 */
export function locate(runtime: GatewayRuntime, { call, compiled }: Identified): Promise<void> | null {
  const said = saidCountry(runtime, call.request);
  if (said !== undefined) {
    call.country = said;
    return null;
  }
  if (call.country !== null || !hasRules(compiled.slot.current.access.geo, compiled.key.project_id)) return null;
  const country = runtime.geo.countryOf(call.clientIp);
  if (country instanceof Promise) {
    return country.then((found) => {
      call.country = found;
    });
  }
  call.country = country;
  return null;
}

/** Undefined: nobody who may say it has named a country. */
function saidCountry({ config }: GatewayRuntime, request: Identified["call"]["request"]): string | undefined {
  const { countryHeader, platformCountryHeader, trustedProxies } = config;
  const name =
    platformCountryHeader ??
    (countryHeader !== null && isInside(request.remoteAddress, trustedProxies) ? countryHeader : null);
  const text = name === null ? null : (headerOf(request.headers, name)?.toUpperCase() ?? null);
  return text !== null && COUNTRY.test(text) && text !== UNKNOWN ? text : undefined;
}
