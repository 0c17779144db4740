type Amount = number | string | null | undefined;
type Amounts = { amount_cents?: Amount; soft_amount_cents?: Amount; override_amount_cents?: Amount };

/** The given amounts as decimal text, so that no double stands between their digits and Postgres. */
export function amountTexts(amounts: Amounts): Record<string, string | null> {
  const { amount_cents, soft_amount_cents, override_amount_cents } = amounts;
  const entries = Object.entries({ amount_cents, soft_amount_cents, override_amount_cents });
  return Object.fromEntries(
    entries.flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, amount === null ? null : String(amount)]],
    ),
  );
}
