import { z } from "zod";
import { Description, HeaderName, HeaderValue, Id, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import { CredentialSecret, ProviderCredential } from "@/lib/services/provider-credentials/schema";
import { slugProblem } from "./slug";

/** The API that Sluice reads on the way through; `http` is forwarded without being read. */
export const Dialect = z.enum(["openai", "anthropic", "gemini", "azure", "bedrock", "vertex", "http"]);
export type Dialect = z.infer<typeof Dialect>;

/** How the credential is put on a call: bearer token, a named header, a query parameter, or basic authentication. */
export const AuthMethod = z.enum(["BEARER", "HEADER", "QUERY", "BASIC"]);
export type AuthMethod = z.infer<typeof AuthMethod>;

/** Names where the secret goes; it never holds the secret itself. */
export const AuthConfig = z.strictObject({
  header: HeaderName.optional(),
  prefix: HeaderValue.max(40).optional(),
  param: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,60}$/, "Not a valid parameter name.")
    .optional(),
  username: z.string().max(200).optional(),
});
export type AuthConfig = z.infer<typeof AuthConfig>;

const Slug = z.string().superRefine((slug, issues) => {
  const problem = slugProblem(slug);
  if (problem !== null) issues.addIssue({ code: "custom", message: problem });
});

const BaseUrl = z
  .string()
  .trim()
  .max(500)
  .refine(
    (text) => URL.canParse(text) && /^https?:\/\//i.test(text),
    "Use an address such as https://api.example.com/v1.",
  )
  .refine(
    (text) => !URL.canParse(text) || isBareUrl(new URL(text)),
    "Leave out user name, password, ? and #: the credential is stored apart.",
  );

const HeaderNames = z.array(HeaderName).max(50);

const providerSettings = {
  name: Name,
  description: Description.optional(),
  base_url: BaseUrl,
  auth_method: AuthMethod.optional(),
  auth_config: AuthConfig.optional(),
  timeout_ms: z.number().int().min(1000).max(3_600_000).optional(),
  max_retries: z.number().int().min(0).max(10).optional(),
  retry_delay_ms: z.number().int().min(0).max(60_000).optional(),
  custom_headers: z.record(HeaderName, HeaderValue).optional(),
  forward_headers: HeaderNames.optional(),
  strip_headers: HeaderNames.optional(),
  logo_url: z.httpUrl("Use an https address.").max(500).nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "Use a colour such as #1e90ff.")
    .nullable()
    .optional(),
};

/** `api_key` is a shorthand: it creates a first credential named "Default" together with the provider. */
export const CreateProviderInput = z.strictObject({
  ...providerSettings,
  slug: Slug,
  dialect: Dialect.default("http"),
  api_key: CredentialSecret.optional(),
});
export type CreateProviderInput = z.input<typeof CreateProviderInput>;

/** Only what is given changes. Slug and dialect are fixed: callers and records depend on them. */
export const UpdateProviderInput = z.strictObject({
  ...providerSettings,
  id: Id,
  name: Name.optional(),
  base_url: BaseUrl.optional(),
  is_active: z.boolean().optional(),
});
export type UpdateProviderInput = z.input<typeof UpdateProviderInput>;

export const ListProvidersInput = PageInput.extend({ q: z.string().trim().max(100).optional() });
export type ListProvidersInput = z.input<typeof ListProvidersInput>;

export const ProviderHealth = z.strictObject({
  is_healthy: z.boolean(),
  last_health_check_at: z.string().nullable(),
  consecutive_failures: z.number(),
});
export type ProviderHealth = z.infer<typeof ProviderHealth>;

export const Provider = z.strictObject({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  base_url: z.string(),
  logo_url: z.string().nullable(),
  color: z.string().nullable(),
  dialect: Dialect,
  auth_method: z.string(),
  auth_config: AuthConfig,
  timeout_ms: z.number(),
  max_retries: z.number(),
  retry_delay_ms: z.number(),
  custom_headers: z.record(z.string(), z.string()),
  forward_headers: z.array(z.string()),
  strip_headers: z.array(z.string()),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
  /** Null until the first check. */
  health: ProviderHealth.nullable(),
  credential_names: z.array(z.string()),
  /** Empty for viewers, who learn the names alone. */
  credentials: z.array(ProviderCredential),
});
export type Provider = z.infer<typeof Provider>;

function isBareUrl(url: URL): boolean {
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}
