import { formatCompact } from "./format-number";

const DECIMAL_CENTS = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A decimal amount of dollars as sign, whole digits and fraction digits. */
type Dollars = { sign: string; whole: string; fraction: string };

/**
 * Dollars for reading, from exact decimal text in cents: `"123456.7"` is `$1,234.57`, `"0.00123"` is `$0.0000123`.
 * A cost that is not zero never reads as zero. Text that is no amount reads as a dash.
 */
export function formatMoney(cents: string | null): string {
  const dollars = readDollars(cents);
  if (!dollars) return "—";
  const { sign, whole, fraction } = roundTo(dollars, digitsFor(dollars));
  return `${sign}$${group(whole)}.${trimZeros(fraction).padEnd(2, "0")}`;
}

/** All digits of the amount, for a title or a detail view: `"0.0012345"` is `$0.000012345`. */
export function formatMoneyExact(cents: string | null): string {
  const dollars = readDollars(cents);
  if (!dollars) return "—";
  return `${dollars.sign}$${group(dollars.whole)}.${trimZeros(dollars.fraction).padEnd(2, "0")}`;
}

/** Dollars as a number for a chart's axis, where rounding to a double is fine. */
export function dollarsForChart(cents: string | null): number {
  return Number(cents ?? 0) / 100;
}

/** A chart's number of dollars for its tooltip. */
export function formatDollars(dollars: number): string {
  return formatMoney((dollars * 100).toFixed(7));
}

/** A chart's number of dollars for its axis, where there is room for seven characters: small amounts are cents. */
export function formatDollarsAxis(dollars: number): string {
  if (dollars === 0) return "$0";
  if (dollars >= 1000) return `$${formatCompact(dollars)}`;
  return dollars < 0.01 ? `${Number((dollars * 100).toPrecision(2))}¢` : formatDollars(dollars);
}

/** A part of an amount as a share, for a bar or a percentage: rounding to a double is fine. All of an amount of nothing. */
export function centsShare(part: string | null, whole: string): number {
  const amount = Number(whole);
  return amount > 0 ? Number(part ?? 0) / amount : 1;
}

function readDollars(cents: string | null): Dollars | null {
  const match = cents === null ? null : DECIMAL_CENTS.exec(cents.trim());
  if (!match) return null;
  const [, sign = "", digits = "", rest = ""] = match;
  const padded = digits.padStart(3, "0");
  const whole = padded.slice(0, -2).replace(/^0+(?=\d)/, "");
  return { sign, whole, fraction: padded.slice(-2) + rest };
}

/** Cents from a dollar up, four digits from a cent up, three significant digits below. */
function digitsFor({ whole, fraction }: Dollars): number {
  if (whole !== "0") return 2;
  const zeros = fraction.length - fraction.replace(/^0+/, "").length;
  return zeros < 2 ? 4 : zeros + 3;
}

function roundTo({ sign, whole, fraction }: Dollars, digits: number): Dollars {
  if (fraction.length <= digits) return { sign, whole, fraction };
  const kept = BigInt(whole + fraction.slice(0, digits));
  const isUp = (fraction[digits] ?? "0") >= "5";
  const text = String(isUp ? kept + 1n : kept).padStart(digits + 1, "0");
  return { sign, whole: text.slice(0, -digits), fraction: text.slice(-digits) };
}

function trimZeros(fraction: string): string {
  return fraction.replace(/0+$/, "");
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}
