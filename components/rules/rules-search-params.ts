import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { parseAsId, parseAsText } from "@/components/logs/url-parsers";
import { RULE_KINDS } from "@/components/rules/rule-row";

/** The rules' state in their URL. `test` is what is asked about; `new` opens the form. */
export const rulesSearchParams = {
  tab: parseAsStringLiteral(RULE_KINDS).withDefault("ip"),
  project: parseAsId,
  test: parseAsText(200).withDefault(""),
  sort: parseAsText(20).withDefault(""),
  new: parseAsBoolean.withDefault(false),
};
