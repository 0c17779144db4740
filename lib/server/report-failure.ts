import { APP_ERRORS, type AppError } from "@/lib/kernel/errors";
import { reportError } from "@/lib/server/report-error";

/** Logs what is our fault. What a caller did wrong was answered and is no news. */
export function reportFailure(error: AppError, requestId: string): void {
  if (APP_ERRORS[error.code].status < 500) return;
  reportError(error.message, { request_id: requestId, code: error.code }, error.cause ?? error);
}
