import { parseAsStringLiteral } from "nuqs/server";
import { KEY_RANGES, type Question } from "@/components/key-detail/question";
import { parseAsText } from "@/components/logs/url-parsers";

/** The state of a key's page in its URL: the range of the chart, and what is asked about a call. */
export const keyDetailParams = {
  range: parseAsStringLiteral(KEY_RANGES).withDefault("7d"),
  provider: parseAsText(63).withDefault(""),
  model: parseAsText(200).withDefault(""),
  end_user: parseAsText(256).withDefault(""),
  address: parseAsText(64).withDefault(""),
  path: parseAsText(500).withDefault(""),
};

export function questionOf({ provider, model, end_user, address, path }: Question): Question {
  return { provider, model, end_user, address, path };
}
