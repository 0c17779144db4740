import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";

/** Refuses an upstream that could never be dialled: private addresses, our own ports, plain http to the internet. */
export async function checkBaseUrl(ctx: ServiceContext, baseUrl: string): Promise<void> {
  const problem = await ctx.upstreams.refusal(new URL(baseUrl));
  if (problem === null) return;
  throw new AppError("invalid_input", "This upstream's address cannot be used.", {
    fieldErrors: { base_url: problem },
  });
}
