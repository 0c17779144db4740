import "server-only";
import type { CallTarget } from "@/components/overview/first-call";
import { listApiKeys, listProviders } from "@/lib/server/verbs";

type Call = Parameters<typeof listProviders>[0];

/** What the workspace's first call could go through. */
export async function loadCallTarget(ctx: Call["ctx"]): Promise<CallTarget> {
  const [providers, keys] = await Promise.all([
    listProviders({ ctx, input: { limit: 200 } }),
    listApiKeys({ ctx, input: { limit: 200 } }),
  ]);
  // Newest come first; the oldest is the one that the workspace began with.
  const provider = providers.items.findLast(({ is_active }) => is_active);
  return {
    provider: provider ? { slug: provider.slug, dialect: provider.dialect } : null,
    hasKey: keys.items.length > 0,
    hasCalls: keys.items.some(({ requests_count }) => requests_count > 0),
  };
}
