import { type CountryResponse, open, type Reader } from "maxmind";
import type { Geo } from "@/lib/gateway/ports";
import type { Clock } from "@/lib/kernel/clock";

type Options = {
  /** A file in MaxMind's format. */
  path: string;
  clock: Clock;
  report: (message: string, context: Readonly<Record<string, unknown>>, cause?: unknown) => void;
};

/** What geo-whois-asn-country says of a network; MaxMind's own files say it in the other way. */
type Entry = CountryResponse & { country_code?: string };

const REMEMBERED = 10_000;
const TRY_AGAIN_MS = 30_000;

/** Countries by address from a file, which is read when the first call asks: who has no rules about countries pays nothing. */
export function createCountryData({ path, clock, report }: Options): Geo {
  let reader: Reader<Entry> | null = null;
  let loading: Promise<void> | null = null;
  let failedAtMs: number | null = null;

  async function load(): Promise<void> {
    try {
      reader = await open<Entry>(path, { cache: { max: REMEMBERED } });
    } catch (cause) {
      failedAtMs = clock.nowMs();
      report("The data of countries cannot be read: every country is unknown.", { path }, cause);
    }
    loading = null;
  }

  function find(address: string): string | null {
    const entry = reader?.get(address);
    return entry?.country_code ?? entry?.country?.iso_code ?? null;
  }

  return {
    countryOf(address) {
      if (address === "") return null;
      if (reader !== null) return find(address);
      if (failedAtMs !== null && clock.nowMs() - failedAtMs < TRY_AGAIN_MS) return null;
      loading ??= load();
      return loading.then(() => find(address));
    },
  };
}
