import { hasScope, scopeOf } from "@/lib/gateway/access/scopes";
import type { GatewayRuntime, Identified, ReadBody, Routed } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import { joinUpstreamPath } from "@/lib/gateway/http/proxy-path";
import type { BodyNeed } from "@/lib/gateway/http/receive-body";
import { baseUrlOf } from "@/lib/gateway/providers/base-url";
import { asText, type Dialect, type Endpoint } from "@/lib/gateway/providers/dialect";
import { dialectNamed, endpointOf } from "@/lib/gateway/providers/dialects";
import { Refusal } from "@/lib/gateway/refusal";
import { findEndpoint } from "@/lib/gateway/rules/endpoints";
import type { Soon } from "@/lib/kernel/soon";
import { checkKey } from "./check-key";
import { findProvider, findProviderOfModel, type Target } from "./find-provider";
import { locate } from "./locate";

export type BodyReader = (need: BodyNeed) => Soon<ReadBody | Refusal>;

/** Finds where a call goes: the provider, its dialect, the operation and the model; a key that may call nothing ends here. */
export function route(runtime: GatewayRuntime, known: Identified, readBody: BodyReader): Soon<Routed | Refusal> {
  const locating = locate(runtime, known);
  return locating === null
    ? routeLocated(runtime, known, readBody)
    : locating.then(() => routeLocated(runtime, known, readBody));
}

function routeLocated(runtime: GatewayRuntime, known: Identified, readBody: BodyReader): Soon<Routed | Refusal> {
  const refused = checkKey(runtime, known);
  if (refused) return refused;
  return known.target.slug === "v1" ? routeByModel(known, readBody) : routeTo(known, findProvider(known), readBody);
}

async function routeByModel(known: Identified, readBody: BodyReader): Promise<Routed | Refusal> {
  const body = await readBody("json");
  if (body instanceof Refusal) return body;
  const model = body.kind === "json" ? asText(body.json["model"]) : null;
  return await routeTo(known, findProviderOfModel(known, model), readBody);
}

function routeTo(known: Identified, target: Target | Refusal, readBody: BodyReader): Soon<Routed | Refusal> {
  if (target instanceof Refusal) return target;
  const { provider } = target;
  const dialect = dialectNamed(provider.dialect);
  const { method, headers } = known.call.request;
  const path = joinUpstreamPath(baseUrlOf(provider).path, target.path);
  const endpoint = endpointOf(dialect, method, path);
  const denied = checkScope(known, dialect, endpoint, path);
  if (denied) return denied;
  const isJson =
    endpoint !== null ||
    (dialect.priceProviderId !== null && /\bjson\b/i.test(headerOf(headers, "content-type") ?? ""));
  const reading = readBody(isJson ? "json" : "stream");
  const place: Place = { target, dialect, endpoint, path };
  return reading instanceof Promise
    ? reading.then((body) => routed(known, place, body))
    : routed(known, place, reading);
}

type Place = { target: Target; dialect: Dialect; endpoint: Endpoint | null; path: string };

function routed(
  known: Identified,
  { target, dialect, endpoint, path }: Place,
  body: ReadBody | Refusal,
): Routed | Refusal {
  if (body instanceof Refusal) return body;
  const { provider } = target;
  const json = body.kind === "json" ? body.json : null;
  const requestedModel = asText(json?.["model"]);
  const declared = known.compiled.slot.current.endpointsByProvider.get(provider.id);
  return {
    ...known,
    provider,
    dialect,
    endpoint,
    providerEndpoint: findEndpoint(declared, known.call.request.method, path, target.path),
    path,
    body,
    requestedModel,
    model: target.model ?? requestedModel,
    isStream: json?.["stream"] === true,
  };
}

function checkScope(
  { compiled, call }: Identified,
  dialect: Dialect,
  endpoint: Endpoint | null,
  path: string,
): Refusal | null {
  const { scopes } = compiled.key;
  if (scopes.length === 0) return null;
  const needed = scopeOf(dialect, endpoint, call.request.method, path);
  if (hasScope(scopes, needed)) return null;
  return new Refusal(
    "scope_denied",
    `This key lacks the scope "${needed}" that this call needs. Ask your team to add it.`,
  );
}
