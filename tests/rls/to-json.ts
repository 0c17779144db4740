import { z } from "zod";

/** A value as JSON carries it: dates as text, nothing undefined. */
export function toJson(value: unknown): z.core.util.JSONType {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
