import { AppError } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/services/context";
import { visibleRegions } from "@/lib/services/geo-regions/load";

/** Throws `invalid_input` unless the code is one of the regions that everybody has or the workspace made. */
export async function requireRegion(ctx: ServiceContext, code: string): Promise<void> {
  const regions = await visibleRegions(ctx);
  if (regions.some((region) => region.code === code)) return;
  const known = regions.map((region) => region.code).join(", ");
  const message = `There is no region ${code}. Use one of ${known}, or make it first.`;
  throw new AppError("invalid_input", "Check code.", { fieldErrors: { code: message } });
}
