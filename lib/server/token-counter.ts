import { createTokenCounter } from "@/lib/adapters/tokenizer/token-counter";
import type { TokenCounter } from "@/lib/gateway/ports";
import { reportError } from "@/lib/server/report-error";
import { systemTimers } from "@/lib/server/system-timers";

let counter: TokenCounter | undefined;

/** The process's one counter of tokens; costs nothing until a stream is cut. */
export function tokenCounter(): TokenCounter {
  counter ??= createTokenCounter({ root: process.cwd(), timers: systemTimers, report: reportError });
  return counter;
}
