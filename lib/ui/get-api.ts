import type { ApiAnswer, ApiInput, ApiName } from "@/lib/services/api-contract/schema";
import { fetchJson } from "./api-client";
import { fetchAllPages } from "./fetch-all-pages";

type ReadName = Extract<ApiName, `GET /${string}`>;
type Item<Name extends ReadName> = ApiAnswer<Name>["data"] extends (infer One)[] ? One : never;

/**
 * Calls a reading endpoint of the management API for one workspace: name, input and answer are held to its contract.
 * @example
 * const { data } = await getApi("GET /usage", workspace, { range: "24h" }, signal);
 */
export async function getApi<const Name extends ReadName>(
  name: Name,
  workspace: string,
  input: ApiInput<Name>,
  signal?: AbortSignal,
): Promise<ApiAnswer<Name>> {
  return await fetchJson<ApiAnswer<Name>>(apiPath(name, input), workspace, signal);
}

/** All items of a short list, at most 2,000. */
export async function getAllPages<const Name extends ReadName>(
  name: Name,
  workspace: string,
  signal?: AbortSignal,
): Promise<Item<Name>[]> {
  return await fetchAllPages<Item<Name>>(apiPath(name, {}), workspace, signal);
}

/** Where an endpoint is reached with this input: names in braces become part of the path, the rest the query. */
export function apiPath(name: ReadName, input: Readonly<Record<string, unknown>>): string {
  const inPath = new Set<string>();
  const path = name.slice("GET ".length).replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    inPath.add(field);
    return encodeURIComponent(String(input[field]));
  });
  const search = new URLSearchParams();
  for (const [field, value] of Object.entries(input)) {
    if (!inPath.has(field) && value !== undefined) search.set(field, String(value));
  }
  return `/api/v1${path}${search.size === 0 ? "" : `?${search}`}`;
}
