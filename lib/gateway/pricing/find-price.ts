import { calcPrice, findProvider, type ModelPrice, type TieredPrices } from "@pydantic/genai-prices";
import { type Price, parsePrice } from "@/lib/kernel/money";

/** A price that may rise once the input is longer than a tier's start. Dollars per unit. */
export type TieredPrice = { base: Price; tiers: readonly { startTokens: number; price: Price }[] };

/** What one model charges. An absent line costs what the line it refines costs. */
export type ModelPricing = {
  /** The catalogue's name of the model, e.g. `gpt-4o` for `gpt-4o-2024-08-06`. */
  model: string;
  input: TieredPrice;
  output: TieredPrice;
  cacheRead: TieredPrice | null;
  cacheWrite: TieredPrice | null;
  cacheWrite1h: TieredPrice | null;
  inputAudio: TieredPrice | null;
  outputAudio: TieredPrice | null;
  webSearch: TieredPrice | null;
};

export type PriceQuery = {
  /** The catalogue's provider by default, e.g. `openai`. */
  priceProviderId: string;
  /** A provider of the catalogue is preferred that serves this URL. */
  baseUrl: string;
  model: string;
  nowMs: number;
};

const FREE: TieredPrice = { base: { numerator: 0n, denominator: 1n }, tiers: [] };
const MAX_REMEMBERED = 2_000;
const REMEMBER_MS = 60_000;

/** Looks prices up in the catalogue by its own rules for aliases and dated ids; remembers answers for a minute. */
export function createPriceFinder(): (query: PriceQuery) => ModelPricing | null {
  const known = new Map<string, Remembered>();
  // Calls of one kind follow each other: to compare with the last one is cheaper than to name what is asked for.
  let latest: Remembered | null = null;
  return (query) => {
    const { priceProviderId, baseUrl, model, nowMs } = query;
    if (latest && nowMs < latest.untilMs && isSame(latest.query, query)) return latest.pricing;
    const name = `${priceProviderId} ${baseUrl} ${model}`;
    const hit = known.get(name);
    if (hit && nowMs < hit.untilMs) {
      latest = hit;
      return hit.pricing;
    }
    latest = { query, untilMs: nowMs + REMEMBER_MS, pricing: lookUp(query) };
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(name, latest);
    return latest.pricing;
  };
}

type Remembered = { query: PriceQuery; untilMs: number; pricing: ModelPricing | null };

function isSame(a: PriceQuery, b: PriceQuery): boolean {
  return a.model === b.model && a.baseUrl === b.baseUrl && a.priceProviderId === b.priceProviderId;
}

function lookUp({ priceProviderId, baseUrl, model, nowMs }: PriceQuery): ModelPricing | null {
  const provider = findProvider({ providerApiUrl: baseUrl }) ?? findProvider({ providerId: priceProviderId });
  if (!provider) return null;
  const found = calcPrice({ input_tokens: 1 }, model, { provider, timestamp: new Date(nowMs) });
  return found === null ? null : readPricing(found.model.id, found.model_price);
}

function readPricing(model: string, price: ModelPrice): ModelPricing | null {
  const input = perMillion(price["input_mtok"]);
  const output = perMillion(price["output_mtok"]);
  if (!input && !output) return null;
  return {
    model,
    input: input ?? FREE,
    output: output ?? FREE,
    cacheRead: perMillion(price["cache_read_mtok"]),
    cacheWrite: perMillion(price["cache_write_mtok"]),
    cacheWrite1h: perMillion(price["cache_write_1h_mtok"]),
    inputAudio: perMillion(price["input_audio_mtok"]),
    outputAudio: perMillion(price["output_audio_mtok"]),
    webSearch: scaled(price["web_searches_kcount"], 1_000n),
  };
}

function perMillion(value: number | TieredPrices | undefined): TieredPrice | null {
  return scaled(value, 1_000_000n);
}

function scaled(value: number | TieredPrices | undefined, units: bigint): TieredPrice | null {
  if (value === undefined) return null;
  if (typeof value === "number") return { base: exact(value, units), tiers: [] };
  return {
    base: exact(value.base, units),
    tiers: value.tiers.map(({ start, price }) => ({ startTokens: start, price: exact(price, units) })),
  };
}

/** The shortest decimal text of a double is the text it was written as, so nothing is lost on this way. */
function exact(dollars: number, units: bigint): Price {
  const { numerator, denominator } = parsePrice(String(dollars));
  return { numerator, denominator: denominator * units };
}
