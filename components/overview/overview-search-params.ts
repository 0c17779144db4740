import { parseAsStringLiteral } from "nuqs/server";
import { TIME_RANGES } from "@/lib/ui/time-range";

/** The overview's state in its URL. */
export const overviewSearchParams = { range: parseAsStringLiteral(TIME_RANGES).withDefault("24h") };
