import type { HeaderList } from "@/lib/gateway/reply";
import { err, ok, type Result } from "@/lib/kernel/result";

const USUAL_SCHEME = "Bearer ";

export const KEY_HEADERS: ReadonlySet<string> = new Set(["authorization", "x-api-key", "api-key", "x-goog-api-key"]);

/** The one credential of a call, wherever the SDK at hand puts it. Null: none was sent. Two that differ are ambiguous, and a second Authorization field always. */
export function readApiKey(headers: HeaderList): Result<string | null, "ambiguous"> {
  let found: string | null = null;
  let isAuthorized = false;
  for (const [name, value] of headers) {
    if (!KEY_HEADERS.has(name)) continue;
    if (name === "authorization") {
      if (isAuthorized) return err("ambiguous");
      isAuthorized = true;
    }
    const text = (name === "authorization" ? withoutScheme(value) : value).trim();
    if (text === "") continue;
    if (found !== null && found !== text) return err("ambiguous");
    found = text;
  }
  return ok(found);
}

function withoutScheme(value: string): string {
  return value.startsWith(USUAL_SCHEME) ? value.slice(USUAL_SCHEME.length) : value.replace(/^bearer\s+/i, "");
}
