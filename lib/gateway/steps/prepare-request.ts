import type { Admitted } from "@/lib/gateway/context";
import { editTopLevel } from "@/lib/gateway/http/edit-json";
import { headerOf, type RequestHeaderRules, setHeader, toUpstreamHeaders } from "@/lib/gateway/http/header-rules";
import type { UpstreamRequest } from "@/lib/gateway/ports";
import { baseUrlOf } from "@/lib/gateway/providers/base-url";
import type { Dialect } from "@/lib/gateway/providers/dialect";
import type { SnapshotProvider } from "@/lib/gateway/snapshot/snapshot-schema";

const encoder = new TextEncoder();

/** The upstream's view of a call: its own path, the allowed headers, our credential, and the body with the few keys we own. */
export function prepareRequest(admitted: Admitted, secret: string | null, asksForUsage: boolean): UpstreamRequest {
  const { provider, dialect, call, target, path, body } = admitted;
  const headers = toUpstreamHeaders(call.request.headers, headerRulesOf(provider, dialect));
  const timeoutMs = admitted.providerEndpoint?.timeout_ms ?? provider.timeout_ms;
  // Metering reads the answer, so AI dialects must not compress it; elsewhere the caller's wish passes.
  const encoding = dialect.priceProviderId === null ? headerOf(call.request.headers, "accept-encoding") : "identity";
  if (encoding !== null) setHeader(headers, "accept-encoding", encoding);
  const query = secret === null ? target.query : injectCredential(admitted, secret, headers);
  const declared = headerOf(call.request.headers, "content-length");
  if (body.kind === "stream" && declared !== null) headers.push(["content-length", declared]);
  return {
    method: call.request.method,
    origin: baseUrlOf(provider).origin,
    path: path + query,
    headers,
    body: upstreamBody(admitted, asksForUsage),
    headersTimeoutMs: timeoutMs,
    idleTimeoutMs: timeoutMs,
    isDemoWorkspace: admitted.compiled.slot.current.facts.is_demo,
  };
}

const rulesByProvider = new WeakMap<SnapshotProvider, RequestHeaderRules>();

/** Made once a snapshot: a provider's dialect is a fact of it. */
function headerRulesOf(provider: SnapshotProvider, dialect: Dialect): RequestHeaderRules {
  let rules = rulesByProvider.get(provider);
  if (!rules) {
    rules = {
      forward: new Set([...dialect.forwardHeaders, ...provider.forward_headers.map((name) => name.toLowerCase())]),
      strip: new Set(provider.strip_headers.map((name) => name.toLowerCase())),
      custom: Object.entries(provider.custom_headers).map(([name, value]) => [name.toLowerCase(), value]),
    };
    rulesByProvider.set(provider, rules);
  }
  return rules;
}

function upstreamBody(admitted: Admitted, asksForUsage: boolean): UpstreamRequest["body"] {
  const { body, model, requestedModel, outputCap, endpoint } = admitted;
  switch (body.kind) {
    case "none":
      return null;
    case "bytes":
      return body.bytes;
    case "stream":
      return body.body;
    case "json": {
      const changes: Record<string, unknown> = {};
      if (model !== null && model !== requestedModel) changes["model"] = model;
      const capField = outputCap === null ? null : (endpoint?.outputLimitField(model ?? "") ?? null);
      if (capField !== null) changes[capField] = outputCap;
      if (asksForUsage)
        changes["stream_options"] = { ...streamOptions(body.json["stream_options"]), include_usage: true };
      return Object.keys(changes).length === 0 ? body.bytes : encoder.encode(editTopLevel(body.text, changes));
    }
  }
}

function streamOptions(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** Puts the secret where the provider wants it, and answers the query to send. */
function injectCredential(
  { provider, dialect, target }: Admitted,
  secret: string,
  headers: [string, string][],
): string {
  const config = provider.auth_config;
  const text = (name: string): string | null => {
    const value = config[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  switch (provider.auth_method) {
    case "QUERY": {
      const name = text("name") ?? text("param") ?? "key";
      const own = target.query
        .slice(1)
        .split("&")
        .filter((part) => part !== "" && decodeName(part) !== name);
      return `?${[...own, `${encodeURIComponent(name)}=${encodeURIComponent(secret)}`].join("&")}`;
    }
    case "BASIC": {
      const pair = secret.includes(":")
        ? secret
        : `${text("username") ?? secret}:${text("username") === null ? "" : secret}`;
      setHeader(headers, "authorization", `Basic ${toBase64(pair)}`);
      return target.query;
    }
    case "BEARER": {
      setHeader(headers, "authorization", `Bearer ${secret}`);
      return target.query;
    }
    default: {
      const header = text("header") ?? text("name");
      const prefix =
        typeof config["prefix"] === "string" ? config["prefix"] : header === null ? dialect.credential.prefix : "";
      setHeader(headers, (header ?? dialect.credential.header).toLowerCase(), prefix + secret);
      return target.query;
    }
  }
}

function decodeName(part: string): string {
  const name = part.split("=", 1)[0] ?? "";
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...encoder.encode(text)));
}
