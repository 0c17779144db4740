import { err, ok, type Result } from "@/lib/kernel/result";

/** What a call addresses: a provider by its slug and the upstream's own path, or the front that picks the provider by the model. */
export type ProxyPath = { slug: string; path: string; query: string };

const FORBIDDEN = /[^\x21-\x7e]|[\\#<>"^`{|}]|\/\/|%(?![0-9a-fA-F]{2})|%(?:00|5c)/i;
const ENCODED = /%[0-9a-fA-F]{2}/;
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:[/\\;]|$)/;
const MAX_DECODINGS = 4;
const MAX_TARGET = 16_384;

/**
 * Splits `/api/proxy/<slug>/<path>?<query>`. Refuses what could change the meaning of the path on its way: absolute
 * URLs, dot segments however often encoded, double slashes, backslashes, control characters, broken escapes.
 */
export function readProxyPath(target: string, basePath: string): Result<ProxyPath, string> {
  if (target.length > MAX_TARGET) return err("The address is longer than 16,384 characters. Shorten the query.");
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? "" : target.slice(mark);
  if (!path.startsWith(`${basePath}/`)) return err(`The path must begin with ${basePath}/<provider>/.`);
  if (FORBIDDEN.test(path)) {
    return err("The path holds a double slash, a backslash, a control character or a broken escape. Remove it.");
  }
  if (/[^\x21-\x7e]|#/.test(query))
    return err("The query holds a space, a control character or a fragment. Encode it.");
  if (hasDotSegment(path)) return err("The path holds a dot segment. Send the path that it stands for.");
  const rest = path.slice(basePath.length + 1);
  const slash = rest.indexOf("/");
  const slug = slash === -1 ? rest : rest.slice(0, slash);
  return ok({ slug, path: slash === -1 ? "/" : rest.slice(slash), query });
}

/** Appends the caller's path to the provider's base path; a version segment that both have (`/v1`) counts once. */
export function joinUpstreamPath(basePath: string, path: string): string {
  const base = basePath.endsWith("/") ? basePath.slice(0, -1) : basePath;
  const version = /\/(v\d+\w*)$/.exec(base)?.[1];
  if (version !== undefined && (path === `/${version}` || path.startsWith(`/${version}/`))) {
    return base + path.slice(version.length + 1);
  }
  return base + path;
}

function hasDotSegment(path: string): boolean {
  let decoded = path;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    if (DOT_SEGMENT.test(decoded)) return true;
    if (!ENCODED.test(decoded)) return false;
    decoded = decoded.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return true;
}
