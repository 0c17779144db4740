const DOLLARS = /^(\d{0,12})(?:\.(\d{0,9}))?$/;

/** Exact cents of typed dollars: `1,234.5` is `123450`. Null for what is no amount of dollars. */
export function centsFromDollars(text: string): string | null {
  const typed = text.trim().replace(/^\$/, "").replaceAll(",", "").trim();
  const match = typed === "" || typed === "." ? null : DOLLARS.exec(typed);
  if (!match) return null;
  const [, whole = "", fraction = ""] = match;
  const digits = fraction.padEnd(2, "0");
  const cents = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = digits.slice(2).replace(/0+$/, "");
  return rest === "" ? cents : `${cents}.${rest}`;
}

/** Dollars to be edited, from exact cents: `"123450.0000000"` is `1234.50`. Empty where there is no amount. */
export function dollarsFromCents(cents: string | null): string {
  const match = cents === null ? null : /^(\d+)(?:\.(\d+))?$/.exec(cents);
  if (!match) return "";
  const [, whole = "", fraction = ""] = match;
  const padded = whole.padStart(3, "0");
  const digits = `${padded.slice(-2)}${fraction}`.replace(/0+$/, "").padEnd(2, "0");
  return `${padded.slice(0, -2)}.${digits}`;
}
