export type Tone = "success" | "warning" | "danger" | "info" | "neutral";

type RequestFacts = { status_code: number | null; decision: string | null; outcome: string | null };

const ENDED_EARLY: Readonly<Record<string, { label: string; tone: Tone }>> = {
  interrupted: { label: "Interrupted", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "neutral" },
  partial: { label: "Partial", tone: "warning" },
};

/** What became of a request, in words and as a tone. The words alone must say it. */
export function requestStatus({ status_code, decision, outcome }: RequestFacts): { label: string; tone: Tone } {
  const code = status_code === null ? "" : String(status_code);
  if (decision === "refused" || outcome === "refused") return { label: `${code} Refused`.trim(), tone: "warning" };
  const early = outcome === null ? undefined : ENDED_EARLY[outcome];
  if (early) return { label: `${code} ${early.label}`.trim(), tone: early.tone };
  if (status_code === null) return { label: "No answer", tone: "neutral" };
  if (status_code >= 500) return { label: `${code} Failed`, tone: "danger" };
  if (status_code >= 400) return { label: `${code} Error`, tone: "danger" };
  return { label: `${code} OK`, tone: "success" };
}
