import { createParser } from "nuqs/server";
import { z } from "zod";

const Uuid = z.guid();

/** An id in the URL. What is none is ignored, so that an edited address never becomes an error page. */
export const parseAsId = createParser({
  parse: (text) => (Uuid.safeParse(text).success ? text : null),
  serialize: (id: string) => id,
});

/** Text in the URL; longer text than the list accepts is ignored. */
export function parseAsText(maxLength: number) {
  return createParser({
    parse: (text) => (text.length <= maxLength ? text : null),
    serialize: (text: string) => text,
  });
}
