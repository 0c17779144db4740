import { decideModel } from "@/lib/gateway/access/access-rules";
import type { Candidate, GatewayRuntime, Routed } from "@/lib/gateway/context";
import { Refusal } from "@/lib/gateway/refusal";
import { allowsModel } from "@/lib/gateway/rules/match-pattern";
import type { SnapshotCredential } from "@/lib/gateway/snapshot/snapshot-schema";
import type { Randomness } from "@/lib/kernel/clock";

/** Rules about models, the team's and the key's. A body whose model cannot be read passes only where no rule restricts models. */
export function refuseModel({ compiled, provider, model, dialect, call }: Routed): Refusal | null {
  const { key, slot } = compiled;
  if (model === null && (!dialect.isAi || call.request.method !== "POST")) return null;
  const verdict = decideModel(slot.current.access, key.project_id, provider.slug, model);
  if (!verdict.isAllowed) {
    const text = model === null ? "whose model cannot be read" : `of the model "${model.slice(0, 100)}"`;
    return new Refusal("model_not_allowed", `Calls ${text} are not allowed here. Ask your team to allow the model.`, {
      param: "model",
      reason: verdict.ruleId === null ? "model_rules" : `model_rule:${verdict.ruleId}`,
    });
  }
  const own = key.providers.find((entry) => entry.provider_id === provider.id)?.allowed_models ?? [];
  if (key.allowed_models.length === 0 && own.length === 0) return null;
  if (model === null) {
    return new Refusal(
      "model_not_allowed",
      "This key may call certain models only, and this call's model cannot be read.",
    );
  }
  if (allowsModel(key.allowed_models, provider.slug, model) && allowsModel(own, provider.slug, model)) return null;
  return new Refusal(
    "model_not_allowed",
    `This key may not call the model "${model.slice(0, 100)}". Ask your team to allow it.`,
    { param: "model" },
  );
}

/** The provider's credentials that fit this call, drawn by weight into the order in which they are tried. */
export function orderCandidates(runtime: GatewayRuntime, routed: Routed): readonly Candidate[] | Refusal {
  const { compiled, provider, model } = routed;
  const all = compiled.slot.current.credentialsByProvider.get(provider.id) ?? [];
  if (all.length === 0) return [candidate(routed, null)];
  const { key } = compiled;
  const chosen = key.providers.find((entry) => entry.provider_id === provider.id)?.credential_ids ?? [];
  const usable = all.filter(
    (one) =>
      one.enabled &&
      (one.project_id === null || one.project_id === key.project_id) &&
      (chosen.length === 0 || chosen.includes(one.id)),
  );
  if (usable.length === 0) {
    return new Refusal(
      "upstream_credentials_exhausted",
      `No credential of the provider "${provider.slug}" is enabled for this key. Ask your team to add one.`,
    );
  }
  const serving = model === null ? usable : usable.filter((one) => allowsModel(one.models, provider.slug, model));
  if (serving.length === 0) {
    return new Refusal(
      "model_not_found",
      `No credential of the provider "${provider.slug}" serves the model "${model?.slice(0, 100)}".`,
      { param: "model" },
    );
  }
  return drawByWeight(serving, runtime.random).map((one) => candidate(routed, one));
}

const latest = new WeakMap<SnapshotCredential, { model: string | null; candidate: Candidate }>();

/** One and the same for calls of a model one after another: its long name is compared and hashed many times a call. */
function candidate({ provider, model }: Routed, credential: SnapshotCredential | null): Candidate {
  const known = credential && latest.get(credential);
  if (known && known.model === model) return known.candidate;
  const made = { id: `${provider.id}/${credential?.id ?? "none"}/${model ?? ""}`, credential };
  if (credential) latest.set(credential, { model, candidate: made });
  return made;
}

/** Each place goes to one of the rest with a chance in proportion to its weight; weight 0 is tried last. */
export function drawByWeight(
  credentials: readonly SnapshotCredential[],
  random: Randomness,
): readonly SnapshotCredential[] {
  if (credentials.length === 1) return credentials;
  const rest = [...credentials];
  const order: SnapshotCredential[] = [];
  while (rest.length > 0) {
    const total = rest.reduce((sum, one) => sum + Math.max(0, one.weight), 0);
    let left = fraction(random) * total;
    let index = rest.findIndex((one) => {
      left -= Math.max(0, one.weight);
      return left < 0;
    });
    if (index === -1) index = 0;
    order.push(...rest.splice(index, 1));
  }
  return order;
}

/** From 0 to below 1, with 48 random bits. */
export function fraction(random: Randomness): number {
  let value = 0;
  for (const byte of random.bytes(6)) value = (value + byte) / 256;
  return value;
}
