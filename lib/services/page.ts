import { z } from "zod";

/** One page of a list. `next_cursor` is opaque text for the following page, null on the last one. */
export type Page<T> = { items: T[]; next_cursor: string | null };

/** What every list accepts. @default limit 50, newest first */
export const PageInput = z.strictObject({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageInput = z.input<typeof PageInput>;
