import { formatInstant } from "@/lib/ui/format-time";

type ZonedTimeProps = { iso: string; zone: string; style?: "full" | "short" | "date" };

/** An instant as the clocks of a given zone show it, said with it: what a rule follows, not the viewer. */
export function ZonedTime({ iso, zone, style = "short" }: ZonedTimeProps) {
  return (
    <time dateTime={iso} title={`${iso} · ${zone}`}>
      {formatInstant(iso, zone, style)}
    </time>
  );
}
