import type { Identified } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
import type { SnapshotProvider } from "@/lib/gateway/snapshot/snapshot-schema";

/** A provider, the path on it, and the model where the address decides it. */
export type Target = { provider: SnapshotProvider; path: string; model: string | null };

const RESERVED: ReadonlySet<string> = new Set(
  "v1 quota explain health metrics revoke mcp a2a files batches vector-stores responses models anthropic".split(" "),
);
const MAX_NAMED = 20;

/** The provider that the first segment names. One that the key may not call answers as one that does not exist. */
export function findProvider({ target, compiled }: Identified): Target | Refusal {
  const { slug } = target;
  if (RESERVED.has(slug) || slug.startsWith("_")) {
    return new Refusal(
      "provider_not_found",
      `"${slug.slice(0, 40)}" is a reserved word, and nothing answers there. Name a provider: ${known(compiled)}.`,
    );
  }
  const provider = compiled.slot.current.providerBySlug.get(slug);
  if (!provider || !mayCall(compiled, provider.id)) {
    return new Refusal(
      "provider_not_found",
      `There is no provider "${slug.slice(0, 63)}" for this key. It may call: ${known(compiled)}.`,
    );
  }
  if (!provider.is_active)
    return new Refusal("provider_not_allowed", `The provider "${slug}" is switched off by its team.`);
  return { provider, path: target.path, model: null };
}

/** The front's provider: `model` names it as `provider/model`. */
export function findProviderOfModel(identified: Identified, model: string | null): Target | Refusal {
  const slash = model?.indexOf("/") ?? -1;
  if (model === null || slash < 1 || slash === model.length - 1) {
    return new Refusal(
      "model_not_found",
      `Name the model as provider/model, with one of: ${known(identified.compiled)}.`,
      { param: "model" },
    );
  }
  const slug = model.slice(0, slash);
  const found = findProvider({ ...identified, target: { ...identified.target, slug } });
  if (found instanceof Refusal) return found;
  if (found.provider.dialect !== "openai") {
    return new Refusal(
      "model_not_found",
      `The provider "${slug}" does not speak the OpenAI API. Call it as ${slug}/ with its own paths.`,
      {
        param: "model",
      },
    );
  }
  return { ...found, model: model.slice(slash + 1) };
}

function mayCall({ key }: Identified["compiled"], providerId: string): boolean {
  return key.all_providers || key.providers.some((entry) => entry.provider_id === providerId);
}

/** Only what this key may call: other slugs are none of its business. */
function known(compiled: Identified["compiled"]): string {
  const slugs = compiled.slot.current.facts.providers
    .filter((provider) => provider.is_active && mayCall(compiled, provider.id))
    .map((provider) => provider.slug);
  if (slugs.length === 0) return "none; ask your team to allow one";
  const shown = slugs.slice(0, MAX_NAMED).join(", ");
  return slugs.length > MAX_NAMED ? `${shown} and ${slugs.length - MAX_NAMED} more` : shown;
}
