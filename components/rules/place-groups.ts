import type { OptionGroup } from "@/components/forms/option-picker";
import type { GeoRegion } from "@/lib/services/geo-regions/schema";
import { COUNTRIES } from "@/lib/ui/countries";

/** Countries to choose from. */
export const COUNTRY_GROUP: OptionGroup = {
  heading: "Countries",
  options: COUNTRIES.map(({ code, name }) => ({ value: code, label: name, hint: code })),
};

/** What a country rule may name, as `region:EU` or `country:DE`. */
export function placeGroups(regions: readonly GeoRegion[]): OptionGroup[] {
  return [
    {
      heading: "Regions",
      options: regions.map(({ code, name }) => ({ value: `region:${code}`, label: name, hint: code })),
    },
    {
      heading: COUNTRY_GROUP.heading,
      options: COUNTRY_GROUP.options.map((option) => ({ ...option, value: `country:${option.value}` })),
    },
  ];
}
