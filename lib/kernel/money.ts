/** Nano-dollars in one US dollar. */
export const NANO_USD_PER_USD = 1_000_000_000;

/** The largest amount of cents that a limit or budget may have: $9,007,199.25, which still fits one counter. */
export const MAX_AMOUNT_CENTS = 900_719_925;

const NANO_USD_PER_CENT = 10_000_000n;
const CENT_FRACTION_DIGITS = 7;
const MAX_NANO_USD = BigInt(Number.MAX_SAFE_INTEGER);
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A money text or count that cannot be used; the message says what is wrong and what to do. */
export class InvalidMoney extends RangeError {
  override readonly name = "InvalidMoney";
}

/** An exact price in US dollars a unit: `numerator / denominator`, the denominator a power of ten. */
export type Price = { readonly numerator: bigint; readonly denominator: bigint };

/** `count` units (tokens, images, calls) at one price. */
export type CostLine = { readonly count: number; readonly price: Price };

/** Reads decimal text exactly, e.g. `0.0000025` or `2.5e-6`. Refuses anything else, negative prices included. */
export function parsePrice(text: string): Price {
  const { negative, digits, scale } = readDecimal(text, "price");
  if (negative && digits !== 0n) throw new InvalidMoney(`Price "${shown(text)}" is negative. Use 0 or more dollars.`);
  return scale >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(scale) }
    : { numerator: digits * 10n ** BigInt(-scale), denominator: 1n };
}

/** The sum of `count * price` in nano-dollars, exact and then rounded once, half to even. */
export function costNanoUsd(lines: readonly CostLine[]): number {
  return wholeCost(lines) ?? roundedCost(lines);
}

/** Nano-dollars a unit of prices that have no fraction of one; null for the others. */
const wholeNanos = new WeakMap<Price, number | null>();

function wholeNanoOf(price: Price): number | null {
  let whole = wholeNanos.get(price);
  if (whole === undefined) {
    const nano = price.numerator * BigInt(NANO_USD_PER_USD);
    whole =
      nano % price.denominator === 0n && nano / price.denominator <= MAX_NANO_USD
        ? Number(nano / price.denominator)
        : null;
    wholeNanos.set(price, whole);
  }
  return whole;
}

/** As `roundedCost` where nothing needs rounding: most prices are whole nano-dollars a token, and doubles add those exactly. */
function wholeCost(lines: readonly CostLine[]): number | null {
  let sum = 0;
  for (const { count, price } of lines) {
    const nano = wholeNanoOf(price);
    if (nano === null || !Number.isSafeInteger(count) || count < 0) return null;
    const cost = count * nano;
    sum += cost;
    if (!Number.isSafeInteger(cost) || !Number.isSafeInteger(sum)) return null;
  }
  return sum;
}

function roundedCost(lines: readonly CostLine[]): number {
  let numerator = 0n;
  let denominator = 1n;
  for (const { count, price } of lines) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new InvalidMoney(`A count of ${count} cannot be priced. Use a whole number from 0 to 2^53-1.`);
    }
    const amount = BigInt(count) * price.numerator;
    if (price.denominator === denominator) {
      numerator += amount;
    } else {
      numerator = numerator * price.denominator + amount * denominator;
      denominator *= price.denominator;
    }
  }
  return toSafeNano(divideHalfEven(numerator * BigInt(NANO_USD_PER_USD), denominator), "The cost");
}

/** Nano-dollars of decimal text in cents, e.g. `123.4500001`. At most seven fractional digits; beyond 2^53-1 nano-dollars it is refused. */
export function parseCents(text: string): number {
  const { negative, digits, scale } = readDecimal(text, "amount of cents");
  const shift = CENT_FRACTION_DIGITS - scale;
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  if (digits % divisor !== 0n) {
    throw new InvalidMoney(`"${shown(text)}" cents is finer than a nano-dollar. Use at most 7 fractional digits.`);
  }
  const nano = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / divisor;
  return toSafeNano(negative ? -nano : nano, `"${shown(text)}" cents`);
}

/** As `parseCents`, for the amount of a limit or budget: from 0 to 900719925 cents. */
export function parseAmountCents(text: string): number {
  const nano = parseCents(text);
  if (nano < 0 || BigInt(nano) > BigInt(MAX_AMOUNT_CENTS) * NANO_USD_PER_CENT) {
    throw new InvalidMoney(
      `"${shown(text)}" cents is out of range. Use 0 to ${MAX_AMOUNT_CENTS} cents ($9,007,199.25).`,
    );
  }
  return nano;
}

/** Exact decimal text in cents with seven fractional digits: `formatCents(1)` is `"0.0000001"`. */
export function formatCents(nanoUsd: number): string {
  if (!Number.isSafeInteger(nanoUsd))
    throw new InvalidMoney(`${nanoUsd} is not a whole number of nano-dollars below 2^53.`);
  const digits = String(Math.abs(nanoUsd)).padStart(CENT_FRACTION_DIGITS + 1, "0");
  return `${nanoUsd < 0 ? "-" : ""}${digits.slice(0, -CENT_FRACTION_DIGITS)}.${digits.slice(-CENT_FRACTION_DIGITS)}`;
}

type Decimal = { negative: boolean; digits: bigint; scale: number };

/** `digits * 10^-scale`. */
function readDecimal(text: string, what: string): Decimal {
  const match = text.length <= 400 ? DECIMAL.exec(text) : null;
  if (!match) throw new InvalidMoney(`"${shown(text)}" is not a ${what}. Use decimal text such as 12.5.`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  return { negative: sign === "-", digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twiceRest = (numerator % denominator) * 2n;
  if (twiceRest < denominator) return quotient;
  if (twiceRest > denominator) return quotient + 1n;
  return quotient % 2n === 0n ? quotient : quotient + 1n;
}

function toSafeNano(nano: bigint, what: string): number {
  if (nano > MAX_NANO_USD || nano < -MAX_NANO_USD) {
    throw new InvalidMoney(
      `${what} is beyond 2^53-1 nano-dollars (about $9,007,199.25), the most that one counter holds.`,
    );
  }
  return Number(nano);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
