import { z } from "zod";
import { isCountryCode } from "@/lib/kernel/countries";
import { canonicalRange } from "@/lib/kernel/ip-range";

/** A row's id. */
export const Id = z.guid("Use the id of the row, a UUID.");

export const IdInput = z.strictObject({ id: Id });
export type IdInput = z.infer<typeof IdInput>;

export const Name = z.string().trim().min(1, "Give it a name.").max(100, "Use at most 100 characters.");

export const Description = z.string().trim().max(1000, "Use at most 1,000 characters.").nullable();

/** ISO 8601 with a zone, answered in UTC. */
export const Timestamp = z.iso.datetime({
  offset: true,
  error: "Use an ISO 8601 time with a zone, e.g. 2026-12-31T00:00:00Z.",
});

/** `gpt-4o`, or with `*` for any run of characters but `/`: `openai/*`. */
export const ModelPattern = z
  .string()
  .trim()
  .min(1, "Name a model.")
  .max(200, "Use at most 200 characters.")
  .regex(/^[^\s,]+$/, "A model's name has no spaces or commas.");

export const ModelPatterns = z.array(ModelPattern).max(500, "Name at most 500 models.");

/** Header names and values as they may go upstream (RFC 9110, section 5). */
export const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "Not a valid header name.");
export const HeaderValue = z
  .string()
  .max(4000, "Use at most 4,000 characters.")
  .regex(/^[\t\x20-\x7e]*$/, "Use printable ASCII characters only.");

/** What is needed of the row that a creating SQL function answers. */
export const IdRow = z.object({ id: Id });

/** An address or range, stored as its network: `192.0.2.7` becomes `192.0.2.7/32`. */
export const IpRange = z
  .string()
  .max(80, "Use an address or a range such as 192.0.2.0/24 or 2001:db8::/32.")
  .superRefine((text, issues) => {
    const range = canonicalRange(text);
    if (!range.ok) issues.addIssue({ code: "custom", message: range.error });
  })
  .overwrite((text) => {
    const range = canonicalRange(text);
    return range.ok ? range.value : text;
  })
  .describe("An address or a range: 192.0.2.7, 192.0.2.0/24, 2001:db8::/32.");

export const IpRanges = z.array(IpRange).max(100, "Name at most 100 ranges.");

/** ISO 3166-1 alpha-2, in upper case. */
export const CountryCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountryCode, "Use a country's two letters (ISO 3166-1), e.g. DE.");
