import { join } from "node:path";
import { createCountryData } from "@/lib/adapters/geo/country-data";
import type { Geo } from "@/lib/gateway/ports";
import { reportError } from "@/lib/server/report-error";
import { systemClock } from "@/lib/server/system-clock";

/** As npm lays it out below the folder that every process of the product runs in. */
const FILE = "node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb";

let data: Geo | undefined;

/** The data of countries that comes with the product, once a process. */
export function countryData(): Geo {
  data ??= createCountryData({ path: join(process.cwd(), FILE), clock: systemClock, report: reportError });
  return data;
}
