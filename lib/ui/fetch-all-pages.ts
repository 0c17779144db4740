import { fetchJson } from "./api-client";

const PAGE = 200;
const MAX_PAGES = 10;

type Page<T> = { data: T[]; next_cursor: string | null };

/** All items of a short list, following its cursor; at most 2,000. */
export async function fetchAllPages<T>(path: string, workspace: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const search: string = cursor === null ? `limit=${PAGE}` : `limit=${PAGE}&cursor=${encodeURIComponent(cursor)}`;
    const answer: Page<T> = await fetchJson<Page<T>>(`${path}?${search}`, workspace, signal);
    items.push(...answer.data);
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return items;
}
