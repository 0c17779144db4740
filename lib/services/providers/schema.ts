import { z } from "zod";
import { Description, HeaderName, HeaderValue, Id, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";
import type { ProviderCredential } from "@/lib/services/provider-credentials/schema";
import { CredentialSecret } from "@/lib/services/provider-credentials/schema";
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

export type ProviderHealth = {
  is_healthy: boolean;
  last_health_check_at: string | null;
  consecutive_failures: number;
};

export type Provider = {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  base_url: string;
  logo_url: string | null;
  color: string | null;
  dialect: Dialect;
  auth_method: string;
  auth_config: AuthConfig;
  timeout_ms: number;
  max_retries: number;
  retry_delay_ms: number;
  custom_headers: Record<string, string>;
  forward_headers: string[];
  strip_headers: string[];
  is_active: boolean;
  created_at: string;
  updated_at: string;
  /** Null until the first check. */
  health: ProviderHealth | null;
  credential_names: string[];
  /** Empty for viewers, who learn the names alone. */
  credentials: ProviderCredential[];
};

function isBareUrl(url: URL): boolean {
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}
