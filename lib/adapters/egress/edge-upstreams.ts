/**
 * Hosts that a runtime without pinned connections may call: `fetch` resolves a name by itself, so a name must be known
 * not to lead inside. These are the public APIs of AI providers, over https on its own port.
 */
const CATALOGUE: ReadonlySet<string> = new Set([
  "api.ai21.com",
  "api.anthropic.com",
  "api.cerebras.ai",
  "api.cohere.com",
  "api.deepseek.com",
  "api.fireworks.ai",
  "api.groq.com",
  "api.mistral.ai",
  "api.moonshot.ai",
  "api.openai.com",
  "api.perplexity.ai",
  "api.sambanova.ai",
  "api.together.xyz",
  "api.voyageai.com",
  "api.x.ai",
  "generativelanguage.googleapis.com",
  "openrouter.ai",
]);

/** Whether an origin is in the built-in catalogue or listed: `host` for https on its own port, `host:port` as it stands. */
export function isEdgeUpstream(origin: string, listed: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.port !== "") return listed.some((entry) => entry.toLowerCase() === url.host);
  if (url.protocol !== "https:") return false;
  return CATALOGUE.has(url.hostname) || listed.some((entry) => entry.toLowerCase() === url.hostname);
}
