import type { CreateRateLimitInput, RateLimit, UpdateRateLimitInput } from "@/lib/services/rate-limits/schema";
import type { Action } from "@/lib/ui/server-action";

/** What can be done with limits, as server actions that the page hands down. */
export type LimitActions = {
  create: Action<CreateRateLimitInput, RateLimit>;
  update: Action<UpdateRateLimitInput, RateLimit>;
  reset: Action<{ id: string }, unknown>;
  remove: Action<{ id: string }, unknown>;
};
