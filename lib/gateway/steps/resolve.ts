import type { Candidate, GatewayRuntime, Identified, ReadBody, Resolved, Routed } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import { joinUpstreamPath } from "@/lib/gateway/http/proxy-path";
import type { BodyNeed } from "@/lib/gateway/http/receive-body";
import type { ModelPricing } from "@/lib/gateway/pricing/find-price";
import { FLOOR_PRICE } from "@/lib/gateway/pricing/floor-price";
import { baseUrlOf } from "@/lib/gateway/providers/base-url";
import { asText } from "@/lib/gateway/providers/dialect";
import { dialectNamed, endpointOf } from "@/lib/gateway/providers/dialects";
import { Refusal } from "@/lib/gateway/refusal";
import { readTags } from "@/lib/gateway/rules/read-tags";
import type { Subjects } from "@/lib/gateway/rules/subjects";
import { checkKey } from "./check-key";
import { orderCandidates, refuseModel } from "./choose-candidates";
import { findProvider, findProviderOfModel, type Target } from "./find-provider";

export type BodyReader = (need: BodyNeed) => Promise<ReadBody | Refusal>;

const NO_CHARGE = /\/(?:moderations|count_tokens|files|uploads|tokenize)(?:\/|$)|\/(?:files|uploads)\/|\/cancel$/;
const MAX_END_USER = 256;

/** Decides what needs no counter: may this key call this, with which model, by which credentials and at what price. */
export async function resolve(
  runtime: GatewayRuntime,
  known: Identified,
  readBody: BodyReader,
): Promise<Resolved | Refusal> {
  const refused = checkKey(runtime, known);
  if (refused) return refused;
  const routed = await route(known, readBody);
  if (routed instanceof Refusal) return routed;
  const notAllowed = refuseModel(routed);
  if (notAllowed) return notAllowed;
  const tags = readTags(headerOf(known.call.request.headers, "x-sluice-tags"), known.compiled.key.tags);
  if (tags instanceof Refusal) return tags;
  const candidates = orderCandidates(runtime, routed);
  if (candidates instanceof Refusal) return candidates;
  const priced = price(runtime, routed);
  if (priced instanceof Refusal) return priced;
  return { ...routed, candidates, ...priced, subjects: subjectsOf(routed, candidates, tags) };
}

async function route(known: Identified, readBody: BodyReader): Promise<Routed | Refusal> {
  const isFront = known.target.slug === "v1";
  const early = isFront ? await readBody("json") : null;
  if (early instanceof Refusal) return early;
  const target: Target | Refusal = isFront
    ? findProviderOfModel(known, early?.kind === "json" ? asText(early.json["model"]) : null)
    : findProvider(known);
  if (target instanceof Refusal) return target;
  const { provider } = target;
  const dialect = dialectNamed(provider.dialect);
  const { method, headers } = known.call.request;
  const path = joinUpstreamPath(baseUrlOf(provider).path, target.path);
  const endpoint = endpointOf(dialect, method, path);
  const isJson =
    endpoint !== null ||
    (dialect.priceProviderId !== null && /\bjson\b/i.test(headerOf(headers, "content-type") ?? ""));
  const body = await readBody(isJson ? "json" : "stream");
  if (body instanceof Refusal) return body;
  const json = body.kind === "json" ? body.json : null;
  const requestedModel = asText(json?.["model"]);
  return {
    ...known,
    provider,
    dialect,
    endpoint,
    path,
    body,
    requestedModel,
    model: target.model ?? requestedModel,
    isStream: json?.["stream"] === true,
  };
}

type Priced = { pricing: ModelPricing | null; isUnpriced: boolean };

function price(runtime: GatewayRuntime, routed: Routed): Priced | Refusal {
  const { dialect, endpoint, model, path, call, compiled, provider } = routed;
  const { unpriced_policy: policy } = compiled.key;
  if (dialect.priceProviderId === null || call.request.method !== "POST") return { pricing: null, isUnpriced: false };
  if (endpoint === null) {
    if (policy !== "block" || NO_CHARGE.test(path)) return { pricing: null, isUnpriced: false };
    return new Refusal(
      "model_unpriced",
      `Calls to ${path} have no price here, and this key blocks what cannot be priced. Ask your team to let it pass unpriced calls.`,
    );
  }
  if (model === null)
    return new Refusal("malformed_body", "The body names no model. Set `model` to a text.", { param: "model" });
  const query = {
    priceProviderId: dialect.priceProviderId,
    baseUrl: provider.base_url,
    model,
    nowMs: call.startedAtMs,
  };
  const pricing = runtime.priceOf(query);
  if (pricing !== null) return { pricing, isUnpriced: false };
  if (policy === "floor_price") return { pricing: FLOOR_PRICE, isUnpriced: true };
  if (policy === "allow_and_alarm") return { pricing: null, isUnpriced: true };
  return new Refusal(
    "model_unpriced",
    `The model "${model.slice(0, 100)}" has no known price, and this key blocks such models. Check the model's name, or ask your team to let the key pass unpriced models.`,
    { param: "model" },
  );
}

function subjectsOf(routed: Routed, candidates: readonly Candidate[], tags: readonly string[]): Subjects {
  const { key } = routed.compiled;
  const { headers, method } = routed.call.request;
  const named = headerOf(headers, "x-sluice-end-user");
  const endUser = named ?? (routed.body.kind === "json" ? routed.dialect.endUser(routed.body.json) : null);
  return {
    customer: key.customer_id,
    team: key.team_id,
    project: key.project_id,
    api_key: key.id,
    member: key.member_id,
    end_user: endUser === null || endUser === "" ? null : endUser.slice(0, MAX_END_USER),
    tags,
    path: routed.path,
    method,
    model: routed.model,
    slug: routed.provider.slug,
    provider: routed.provider.id,
    credential: candidates[0]?.credential?.id ?? null,
  };
}
