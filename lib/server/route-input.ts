import { AppError } from "@/lib/kernel/errors";

const MAX_BODY_BYTES = 1_000_000;

type Params = Record<string, string | string[] | undefined>;

/** What a request asks: its query or its JSON body, with the path's parameters over it. Nothing is believed yet. */
export async function readRouteInput(request: Request, params: Params): Promise<unknown> {
  const hasBody = request.method !== "GET" && request.method !== "HEAD" && request.method !== "DELETE";
  const given = hasBody ? await readJson(request) : readQuery(new URL(request.url).searchParams);
  if (Object.keys(params).length === 0) return given;
  return isRecord(given) ? { ...given, ...params } : given;
}

function readQuery(query: URLSearchParams): Record<string, string> {
  const repeated = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) {
    throw new AppError("invalid_input", `Check ${repeated}.`, { fieldErrors: { [repeated]: "Give it once." } });
  }
  return Object.fromEntries(query);
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("malformed_json", "The body is not valid JSON.", { cause });
  }
}

/** Stops at the limit instead of taking in whatever is sent. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new AppError("invalid_input", "The body is too large. Send at most 1 MB.");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
