/** Characters by kind, and the text itself where somebody may count it exactly. */
export type TextCount = { ascii: number; other: number; pieces?: string[] | undefined };

/** Beyond it the text is not kept: the estimate stands. */
const MAX_KEPT_CHARACTERS = 200_000;

export function noText(isKept: boolean): TextCount {
  return { ascii: 0, other: 0, pieces: isKept ? [] : undefined };
}

const BYTES_PER_TOKEN_AT_LEAST = 3;
const TOKENS_PER_REQUEST = 16;
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_IMAGE = 2_000;
const ASCII_PER_TOKEN = 4;

/** Adds the characters of `value` if it is text. ASCII and the rest apart: the one is about four a token, the other about one. */
export function countText(value: unknown, into: TextCount): void {
  if (typeof value !== "string") return;
  let other = 0;
  for (let index = 0; index < value.length; index += 1) if (value.charCodeAt(index) > 127) other += 1;
  into.ascii += value.length - other;
  into.other += other;
  if (into.pieces === undefined) return;
  if (into.ascii + into.other > MAX_KEPT_CHARACTERS) into.pieces = undefined;
  else into.pieces.push(value);
}

/** A likely number of tokens for text that passed without the upstream saying its usage. */
export function estimateTokens({ ascii, other }: TextCount): number {
  return Math.ceil(ascii / ASCII_PER_TOKEN) + other;
}

/** An upper bound of a request's input tokens from its size: no tokenizer, whatever the body holds. */
export function boundInputTokens(bodyBytes: number, messages: number, images: number): number {
  const constants = TOKENS_PER_REQUEST + messages * TOKENS_PER_MESSAGE + images * TOKENS_PER_IMAGE;
  return Math.ceil(bodyBytes / BYTES_PER_TOKEN_AT_LEAST) + constants;
}

/** How many images a request's JSON text names by address; those inside the text count by their bytes. */
export function countImages(text: string): number {
  if (!text.includes("image")) return 0;
  let count = 0;
  for (const mark of ['"image_url"', '"type":"image"', '"type": "image"', '"input_image"']) {
    for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) count += 1;
  }
  return count;
}
