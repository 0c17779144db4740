import type { Identified } from "@/lib/gateway/context";
import { headerOf } from "@/lib/gateway/http/header-rules";
import { joinUpstreamPath } from "@/lib/gateway/http/proxy-path";
import { baseUrlOf } from "@/lib/gateway/providers/base-url";
import { Refusal } from "@/lib/gateway/refusal";
import type { CallFact } from "@/lib/gateway/rules/compile-rule";
import { findEndpoint } from "@/lib/gateway/rules/endpoints";
import { tierOf } from "@/lib/gateway/rules/model-tiers";
import { readTags } from "@/lib/gateway/rules/read-tags";
import type { Asked } from "@/lib/gateway/rules/standing-of-rules";
import { keySubjectsOf } from "@/lib/gateway/snapshot/compile-snapshot";
import type { SnapshotProvider } from "@/lib/gateway/snapshot/snapshot-schema";
import { findProvider } from "./find-provider";
import { endUserNamed } from "./resolve";

/**
 * The call that a question speaks of: `?provider=`, `?model=` (also as provider/model), `?end_user=`, `?path=` and
 * `?method=`; end user and tags from their headers as well. What is not named stays open.
 */
export function readAsked(known: Identified): Asked | Refusal {
  const { key, slot } = known.compiled;
  const query = new URLSearchParams(known.target.query);
  const { headers } = known.call.request;
  const tags = readTags(headerOf(headers, "x-sluice-tags"), key.tags);
  if (tags instanceof Refusal) return tags;
  const named = readModel(known, query);
  if (named instanceof Refusal) return named;
  const { provider, model } = named;
  const endUser = query.get("end_user") ?? headerOf(headers, "x-sluice-end-user");
  const path = query.get("path");
  const method = query.get("method")?.toUpperCase() ?? "POST";
  const upstreamPath = path === null || provider === null ? path : joinUpstreamPath(baseUrlOf(provider).path, path);
  const facts = new Set<CallFact>(["tag"]);
  if (endUser !== null && endUser !== "") facts.add("end_user");
  if (provider !== null) facts.add("provider");
  if (model !== null) facts.add("model");
  if (upstreamPath !== null) facts.add("path").add("method");
  if (upstreamPath !== null && provider !== null) facts.add("endpoint");
  return {
    facts,
    subjects: {
      ...keySubjectsOf(key),
      end_user: endUserNamed(endUser),
      tags,
      path: upstreamPath ?? "",
      method,
      model,
      slug: provider?.slug ?? "",
      provider: provider?.id ?? "",
      credential: null,
      endpoint: endpointAt(known, provider, method, upstreamPath, path),
      tier: provider === null ? null : tierOf(slot.current.tiers, provider.id, provider.slug, model),
    },
  };
}

type Named = { provider: SnapshotProvider | null; model: string | null };

/** A provider that the key may not call is refused as if it did not exist, as everywhere. */
function readModel(known: Identified, query: URLSearchParams): Named | Refusal {
  const given = query.get("model");
  const slug = query.get("provider");
  const slash = given?.indexOf("/") ?? -1;
  const named = slug ?? (given !== null && slash > 0 ? given.slice(0, slash) : null);
  const model = given !== null && slug === null && slash > 0 ? given.slice(slash + 1) : given;
  if (named === null) return { provider: null, model: null };
  const found = findProvider({ ...known, target: { ...known.target, slug: named } });
  return found instanceof Refusal ? found : { provider: found.provider, model: model === "" ? null : model };
}

function endpointAt(
  { compiled }: Identified,
  provider: SnapshotProvider | null,
  method: string,
  upstreamPath: string | null,
  path: string | null,
): string | null {
  if (provider === null || upstreamPath === null || path === null) return null;
  const endpoints = compiled.slot.current.endpointsByProvider.get(provider.id);
  return findEndpoint(endpoints, method, upstreamPath, path)?.id ?? null;
}
