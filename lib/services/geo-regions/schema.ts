import { z } from "zod";
import { CountryCode, Id, Name } from "@/lib/services/fields";
import { PageInput } from "@/lib/services/page";

const RegionCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9_-]{2,32}$/, "Use 2 to 32 letters, digits, - or _, e.g. NORDICS.");

const Countries = z
  .array(CountryCode)
  .min(1, "Name at least one country.")
  .max(249)
  .overwrite((codes) => [...new Set(codes)].toSorted());

/** A named bucket of countries for country rules. */
export const CreateGeoRegionInput = z.strictObject({ code: RegionCode, name: Name, countries: Countries });
export type CreateGeoRegionInput = z.input<typeof CreateGeoRegionInput>;

/** Only what is given changes. The code stays: rules name it. */
export const UpdateGeoRegionInput = z.strictObject({
  id: Id,
  name: Name.optional(),
  countries: Countries.optional(),
});
export type UpdateGeoRegionInput = z.input<typeof UpdateGeoRegionInput>;

export const ListGeoRegionsInput = PageInput;
export type ListGeoRegionsInput = z.input<typeof ListGeoRegionsInput>;

/** `is_shared`: it belongs to the installation and cannot be changed here. */
export const GeoRegion = z.strictObject({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  countries: z.array(z.string()),
  is_shared: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type GeoRegion = z.infer<typeof GeoRegion>;
