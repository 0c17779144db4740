import { Refusal } from "@/lib/gateway/refusal";

const MAX_TAGS = 10;
const MAX_LENGTH = 64;

/** The key's own tags and those of `x-sluice-tags`, separated by commas: at most 10 of 64 characters. */
export function readTags(header: string | null, own: readonly string[]): readonly string[] | Refusal {
  if (header === null) return own;
  const sent = header
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  if (sent.length > MAX_TAGS || sent.some((tag) => tag.length > MAX_LENGTH)) {
    return new Refusal(
      "malformed_request",
      "x-sluice-tags holds too much. Send at most 10 tags of 64 characters each.",
      {
        param: "x-sluice-tags",
      },
    );
  }
  return [...new Set([...own, ...sent])];
}
