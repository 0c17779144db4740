import type { AuthMethod, Dialect } from "@/lib/services/providers/schema";

export type ProviderPreset = {
  id: string;
  label: string;
  hint: string;
  name: string;
  slug: string;
  base_url: string;
  dialect: Dialect;
  auth_method: AuthMethod;
  /** Header or query parameter that carries the secret. */
  carrier: string;
};

/** Starting points of the add-provider form; everything can be changed there. */
export const PROVIDER_PRESETS = [
  {
    id: "openai",
    label: "OpenAI",
    hint: "Read, metered and priced",
    name: "OpenAI",
    slug: "openai",
    base_url: "https://api.openai.com/v1",
    dialect: "openai",
    auth_method: "BEARER",
    carrier: "",
  },
  {
    id: "anthropic",
    label: "Anthropic",
    hint: "Read, metered and priced",
    name: "Anthropic",
    slug: "claude",
    base_url: "https://api.anthropic.com",
    dialect: "anthropic",
    auth_method: "HEADER",
    carrier: "x-api-key",
  },
  {
    id: "compatible",
    label: "OpenAI-compatible",
    hint: "vLLM, Groq, Mistral, your own",
    name: "",
    slug: "",
    base_url: "",
    dialect: "openai",
    auth_method: "BEARER",
    carrier: "",
  },
  {
    id: "http",
    label: "Any HTTP API",
    hint: "Limited and logged, not read",
    name: "",
    slug: "",
    base_url: "",
    dialect: "http",
    auth_method: "HEADER",
    carrier: "x-api-key",
  },
] as const satisfies readonly ProviderPreset[];

export const AUTH_LABELS: Readonly<Record<AuthMethod, string>> = {
  BEARER: "Bearer token",
  HEADER: "Header of its own",
  QUERY: "Query parameter",
  BASIC: "Basic authentication",
};
