import type { Candidate, GatewayRuntime, Resolved, Routed } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import type { ModelPricing } from "@/lib/gateway/pricing/find-price";
import { FLOOR_PRICE } from "@/lib/gateway/pricing/floor-price";
import { Refusal } from "@/lib/gateway/refusal";
import { tierOf } from "@/lib/gateway/rules/model-tiers";
import { readTags } from "@/lib/gateway/rules/read-tags";
import type { Subjects } from "@/lib/gateway/rules/subjects";
import { orderCandidates, refuseModel } from "./choose-candidates";

const NO_CHARGE = /\/(?:moderations|count_tokens|files|uploads|tokenize)(?:\/|$)|\/(?:files|uploads)\/|\/cancel$/;
const MAX_END_USER = 256;

/** Decides what needs no counter: may this key call this model, by which credentials and at what price. */
export function resolve(runtime: GatewayRuntime, routed: Routed): Resolved | Refusal {
  const notAllowed = refuseModel(routed);
  if (notAllowed) return notAllowed;
  const tags = readTags(headerOf(routed.call.request.headers, "x-sluice-tags"), routed.compiled.key.tags);
  if (tags instanceof Refusal) return tags;
  const candidates = orderCandidates(runtime, routed);
  if (candidates instanceof Refusal) return candidates;
  const priced = price(runtime, routed);
  if (priced instanceof Refusal) return priced;
  return { ...routed, candidates, ...priced, subjects: subjectsOf(routed, candidates, tags) };
}

/** A name without half characters, not even where it is cut: nobody could encode or store them. */
export function endUserNamed(text: string | null): string | null {
  return text === null || text === "" ? null : text.slice(0, MAX_END_USER).toWellFormed();
}

type Priced = { pricing: ModelPricing | null; isUnpriced: boolean };

function price(runtime: GatewayRuntime, routed: Routed): Priced | Refusal {
  const { dialect, endpoint, model, path, call, compiled, provider } = routed;
  const { unpriced_policy: policy } = compiled.key;
  if (!dialect.isAi || call.request.method !== "POST") return { pricing: null, isUnpriced: false };
  if (endpoint === null || dialect.priceProviderId === null) {
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
    end_user: endUserNamed(endUser),
    tags,
    path: routed.path,
    method,
    model: routed.model,
    slug: routed.provider.slug,
    provider: routed.provider.id,
    credential: candidates[0]?.credential?.id ?? null,
    endpoint: routed.providerEndpoint?.id ?? null,
    tier: tierOf(routed.compiled.slot.current.tiers, routed.provider.id, routed.provider.slug, routed.model),
  };
}
