"use client";

import { useNow } from "@/components/format/use-now";
import { useTimeZone } from "@/components/format/use-time-zone";
import { formatInstant, formatRelative } from "@/lib/ui/format-time";

type TimeTextProps = { iso: string; style?: "full" | "short" | "date" | "relative"; className?: string };

/** An instant in the viewer's zone, with the exact ISO time as title. */
export function TimeText({ iso, style = "full", className }: TimeTextProps) {
  const timeZone = useTimeZone();
  const now = useNow();
  const isRelative = style === "relative" && now !== null;
  const text = isRelative
    ? formatRelative(iso, now)
    : formatInstant(iso, timeZone, style === "relative" ? "short" : style);
  return (
    <time dateTime={iso} title={iso} className={className}>
      {text}
    </time>
  );
}
