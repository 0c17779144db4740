import { z } from "zod";
import { ALL_SCOPES, KEY_SCOPES } from "@/lib/kernel/key-scopes";
import { KeyBudgetInput } from "@/lib/services/budgets/schema";
import { Description, Id, IpRanges, ModelPatterns, Name, Timestamp } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import { KeyRateLimitInput } from "@/lib/services/rate-limits/schema";

/** Whether the key works now, and if not, why. `revoked` is final; `disabled` can be undone. */
export const ApiKeyStatus = z.enum(["active", "disabled", "expired", "revoked"]);
export type ApiKeyStatus = z.infer<typeof ApiKeyStatus>;

/** What becomes of a call whose model has no known price. */
export const UnpricedPolicy = z.enum(["block", "allow_and_alarm", "floor_price"]);
export type UnpricedPolicy = z.infer<typeof UnpricedPolicy>;

const KeyScopeInput = z.enum([ALL_SCOPES, ...KEY_SCOPES], `Use ${KEY_SCOPES.join(", ")}, or ${ALL_SCOPES} for all.`);

const Tag = z
  .string()
  .trim()
  .min(1, "A tag has a name.")
  .max(64, "Use at most 64 characters.")
  .regex(/^[^,]*$/, "A tag has no comma.");

/** A provider that the key may call. Without weight it is used only when a call names it. Empty lists mean all. */
const KeyProviderInput = z.strictObject({
  provider_id: Id,
  weight: z.number().positive("Use a weight above 0, or leave it out.").max(1_000_000).nullable().default(null),
  allowed_models: ModelPatterns.default([]),
  credential_ids: z.array(Id).max(100).default([]),
});

const keySettings = {
  name: Name,
  description: Description.optional(),
  project_id: Id.nullable().optional(),
  expires_at: Timestamp.nullable().optional(),
  scopes: z
    .array(KeyScopeInput)
    .max(20)
    .overwrite(unique)
    .optional()
    .describe("What the key may do; empty or * for everything."),
  allowed_ips: IpRanges.overwrite(unique).optional().describe("From where the key may be used; empty for everywhere."),
  tags: z
    .array(Tag)
    .max(10, "Use at most 10 tags.")
    .overwrite(unique)
    .optional()
    .describe("Stand on each call of the key."),
  unpriced_policy: UnpricedPolicy.optional().describe("What becomes of calls whose model has no known price."),
  allowed_models: ModelPatterns.optional(),
  rate_limit_requests: z.number().int().min(1).max(1_000_000_000).nullable().optional(),
  rate_limit_window_ms: z.number().int().min(1000, "Use at least 1,000 ms.").max(31_536_000_000).nullable().optional(),
};
const keyProviders = z.array(KeyProviderInput).min(1, "Choose at least one provider.").max(200);

/** Exactly one of `all_providers: true` and `providers` is needed: a key that names none may call none. */
export const CreateApiKeyInput = z
  .strictObject({
    ...keySettings,
    all_providers: z.boolean().optional(),
    providers: keyProviders.optional(),
    budget: KeyBudgetInput.optional().describe("A budget of this key, made with it or not at all."),
    rate_limit: KeyRateLimitInput.optional().describe("A rate limit of this key, made with it or not at all."),
  })
  .superRefine((input, issues) => {
    if (input.all_providers !== true && input.providers === undefined) {
      issues.addIssue({
        code: "custom",
        path: ["providers"],
        message: "Choose the providers that the key may call, or all of them.",
      });
    }
    checkProviderChoice(input, issues);
    checkRateLimitPair(input, issues);
  });
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/**
 * Only what is given changes; `providers` replaces the whole list and ends `all_providers`. A revoked key stays revoked
 * whatever `is_active` says.
 */
export const UpdateApiKeyInput = z
  .strictObject({
    id: Id,
    ...keySettings,
    name: Name.optional(),
    is_active: z.boolean().optional(),
    all_providers: z.literal(true).optional(),
    providers: keyProviders.optional(),
  })
  .superRefine(checkProviderChoice)
  .superRefine(checkRateLimitPair);
export type UpdateApiKeyInput = z.input<typeof UpdateApiKeyInput>;

export const RevokeApiKeyInput = z.strictObject({ id: Id, reason: z.string().trim().max(500).optional() });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;

/** The former secret works for `grace_seconds` more, never past the key's own expiry. @default 0: it is refused at once */
export const RotateApiKeyInput = z.strictObject({
  id: Id,
  grace_seconds: z.number().int().min(0).max(2_592_000, "Use at most 30 days.").default(0),
});
export type RotateApiKeyInput = z.input<typeof RotateApiKeyInput>;

export const ListApiKeysInput = PageInput.extend({
  project_id: Id.optional(),
  q: z.string().trim().max(100).optional(),
});
export type ListApiKeysInput = z.input<typeof ListApiKeysInput>;

/** A provider that the key may call. */
export const ApiKeyProvider = z.strictObject({
  provider_id: z.string(),
  name: z.string(),
  slug: z.string(),
  weight: z.number().nullable(),
  allowed_models: z.array(z.string()),
  credential_ids: z.array(z.string()),
});
export type ApiKeyProvider = z.infer<typeof ApiKeyProvider>;

/** A former secret of the key that still works, and until when. */
export const FormerSecret = z.strictObject({ valid_until: z.string() });

/** A key without its secret. */
export const ApiKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  key_prefix: z.string(),
  key_last4: z.string(),
  project_id: z.string().nullable(),
  created_by: z.string().nullable(),
  status: ApiKeyStatus,
  is_active: z.boolean(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  revoked_reason: z.string().nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  requests_count: z.number(),
  all_providers: z.boolean(),
  allowed_models: z.array(z.string()),
  scopes: z.array(z.string()),
  allowed_ips: z.array(z.string()),
  tags: z.array(z.string()),
  unpriced_policy: UnpricedPolicy,
  rate_limit_requests: z.number().nullable(),
  rate_limit_window_ms: z.number().nullable(),
  rotation_count: z.number(),
  former_secrets: z.array(FormerSecret),
  providers: z.array(ApiKeyProvider),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** `key` is the whole secret. It is answered here once and stored nowhere. */
export const CreateApiKeyResult = z.strictObject({ api_key: ApiKey, key: z.string() });
export type CreateApiKeyResult = z.infer<typeof CreateApiKeyResult>;

function unique<Item>(items: Item[]): Item[] {
  return [...new Set(items)];
}

type ProviderChoice = { all_providers?: boolean | undefined; providers?: { provider_id: string }[] | undefined };

function checkProviderChoice({ all_providers, providers }: ProviderChoice, issues: z.RefinementCtx): void {
  const names = (providers ?? []).map((provider) => provider.provider_id);
  if (all_providers === true && providers !== undefined) {
    issues.addIssue({
      code: "custom",
      path: ["providers"],
      message: "Choose either all providers or a list, not both.",
    });
  }
  if (new Set(names).size !== names.length) {
    issues.addIssue({ code: "custom", path: ["providers"], message: "Each provider may be listed once." });
  }
}

type RateLimitPair = {
  rate_limit_requests?: number | null | undefined;
  rate_limit_window_ms?: number | null | undefined;
};

function checkRateLimitPair(input: RateLimitPair, issues: z.RefinementCtx): void {
  const hasRequests = (input.rate_limit_requests ?? null) !== null;
  const hasWindow = (input.rate_limit_window_ms ?? null) !== null;
  if (hasRequests && !hasWindow) {
    issues.addIssue({
      code: "custom",
      path: ["rate_limit_window_ms"],
      message: "Say in which window the requests are counted.",
    });
  }
  if (hasWindow && !hasRequests) {
    issues.addIssue({
      code: "custom",
      path: ["rate_limit_requests"],
      message: "Say how many requests the window allows.",
    });
  }
}
