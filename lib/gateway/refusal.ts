import type { GatewayErrorCode } from "@/lib/kernel/errors";
import type { Verdict } from "@/lib/ledger/rules";

const NO_VERDICTS: readonly Verdict[] = [];

/** Why a call was answered by the gateway itself. A value, not an exception: refusing must cost as little as possible. */
export class Refusal {
  readonly code: GatewayErrorCode;
  /** Says what to do; sent to the caller, so it holds no secret and nothing of another tenant. */
  readonly message: string;
  readonly param: string | null;
  readonly verdict: Verdict | null;
  /** Where all rules of the call stood, the refusing one among them. */
  readonly verdicts: readonly Verdict[];
  readonly retryAfterMs: number | null;
  /** The rule behind it as `<kind>:<id>`, for the record alone: a caller need not know the team's rules. */
  readonly reason: string | null;
  /** Whether an admitted record tells of it already. */
  readonly isRecorded: boolean;

  constructor(
    code: GatewayErrorCode,
    message: string,
    facts: {
      param?: string;
      verdict?: Verdict;
      verdicts?: readonly Verdict[];
      retryAfterMs?: number;
      reason?: string | null;
      isRecorded?: boolean;
    } = {},
  ) {
    this.code = code;
    this.message = message;
    this.param = facts.param ?? null;
    this.verdict = facts.verdict ?? null;
    this.verdicts = facts.verdicts ?? (facts.verdict ? [facts.verdict] : NO_VERDICTS);
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.reason = facts.reason ?? null;
    this.isRecorded = facts.isRecorded ?? false;
  }
}
