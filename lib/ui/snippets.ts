/** What a caller needs to make the first call through one provider. */
export type SnippetTarget = {
  /** Public origin of this installation, without a trailing slash. */
  origin: string;
  slug: string;
  dialect: string;
  /** Plaintext key, or a placeholder such as `$SLUICE_KEY`. */
  key: string;
  model: string;
};

export type Snippet = { id: string; label: string; code: string };

export const KEY_PLACEHOLDER = "$SLUICE_KEY";

/** Ready-to-run calls for the provider's dialect; a provider of another dialect has its curl alone. */
export function snippetsFor(target: SnippetTarget): Snippet[] {
  if (target.dialect === "anthropic") return [anthropicCurl(target), anthropicTypeScript(target)];
  if (target.dialect === "openai") return [openaiCurl(target), openaiTypeScript(target), openaiPython(target)];
  return [plainCurl(target)];
}

const TAB_ORDER = ["curl", "openai-ts", "openai-py", "anthropic-ts"];

/**
 * curl through the first target; each SDK through the first target that speaks its dialect. The order of the snippets
 * does not depend on the targets' order.
 */
export function snippetsAcross(targets: readonly SnippetTarget[]): Snippet[] {
  const byId = new Map<string, Snippet>();
  for (const snippet of targets.flatMap(snippetsFor)) {
    if (!byId.has(snippet.id)) byId.set(snippet.id, snippet);
  }
  return TAB_ORDER.flatMap((id) => byId.get(id) ?? []);
}

/** The first of the models that a call of this dialect can name; an example if there is none. */
export function modelFor(dialect: string, models: readonly string[]): string {
  const named = models.filter((model) => !model.includes("*"));
  const fitting = named.find((model) => model.startsWith("claude") === (dialect === "anthropic"));
  return fitting ?? named[0] ?? exampleModel(dialect);
}

/** The first model to name in an example of a dialect. */
export function exampleModel(dialect: string): string {
  return dialect === "anthropic" ? "claude-sonnet-5" : "gpt-4o-mini";
}

function baseUrl({ origin, slug }: SnippetTarget): string {
  return `${origin}/api/proxy/${slug}`;
}

function openaiCurl(target: SnippetTarget): Snippet {
  const code = `curl ${baseUrl(target)}/chat/completions \\
  -H "authorization: Bearer ${target.key}" \\
  -H "content-type: application/json" \\
  -d '{"model": "${target.model}", "messages": [{"role": "user", "content": "Hello"}]}'`;
  return { id: "curl", label: "curl", code };
}

function openaiTypeScript(target: SnippetTarget): Snippet {
  const code = `import OpenAI from "openai";

const openai = new OpenAI({
  baseURL: "${baseUrl(target)}",
  apiKey: "${target.key}",
});

const completion = await openai.chat.completions.create({
  model: "${target.model}",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(completion.choices[0].message.content);`;
  return { id: "openai-ts", label: "OpenAI TypeScript", code };
}

function openaiPython(target: SnippetTarget): Snippet {
  const code = `from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl(target)}",
    api_key="${target.key}",
)

completion = client.chat.completions.create(
    model="${target.model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(completion.choices[0].message.content)`;
  return { id: "openai-py", label: "OpenAI Python", code };
}

function anthropicCurl(target: SnippetTarget): Snippet {
  const code = `curl ${baseUrl(target)}/v1/messages \\
  -H "x-api-key: ${target.key}" \\
  -H "anthropic-version: 2023-06-01" \\
  -H "content-type: application/json" \\
  -d '{"model": "${target.model}", "max_tokens": 256, "messages": [{"role": "user", "content": "Hello"}]}'`;
  return { id: "curl", label: "curl", code };
}

function anthropicTypeScript(target: SnippetTarget): Snippet {
  const code = `import Anthropic from "@anthropic-ai/sdk";

const anthropic = new Anthropic({
  baseURL: "${baseUrl(target)}",
  apiKey: "${target.key}",
});

const message = await anthropic.messages.create({
  model: "${target.model}",
  max_tokens: 256,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(message.content);`;
  return { id: "anthropic-ts", label: "Anthropic TypeScript", code };
}

function plainCurl(target: SnippetTarget): Snippet {
  return { id: "curl", label: "curl", code: `curl ${baseUrl(target)}/ \\\n  -H "authorization: Bearer ${target.key}"` };
}
