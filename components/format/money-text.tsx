import { formatMoney, formatMoneyExact } from "@/lib/ui/format-money";

/** An amount for reading, with all its digits as title. `missing` says why there is none. */
export function MoneyText({ cents, missing = "—" }: { cents: string | null; missing?: string }) {
  if (cents === null) return <span className="text-muted-foreground">{missing}</span>;
  return (
    <span className="tabular-nums" title={formatMoneyExact(cents)}>
      {formatMoney(cents)}
    </span>
  );
}
