import { z } from "zod";
import { fromDatabaseError } from "@/lib/adapters/supabase/errors";
import { AppError, type FieldErrors } from "@/lib/kernel/errors";
import { LedgerUnavailable } from "@/lib/ledger/port";

/** What any failure means to who asked. Unknown ones become `internal` with generic text; the original is the cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return fromZodError(error);
  if (error instanceof LedgerUnavailable) {
    return new AppError("unavailable", "The ledger does not answer. Try again in a moment.", { cause: error });
  }
  return (
    fromDatabaseError(error) ??
    new AppError("internal", "Something went wrong on our side. Try again.", { cause: error })
  );
}

/** The first message of each field; a field that nobody asked for is named too. */
function fromZodError(error: z.ZodError): AppError {
  const fieldErrors: Record<string, string> = {};
  for (const issue of error.issues) {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === "unrecognized_keys" ? "There is no such field." : issue.message;
    for (const path of paths) fieldErrors[path.map(String).join(".")] ??= message;
  }
  return new AppError("invalid_input", summary(fieldErrors), { cause: error, fieldErrors });
}

function summary(fieldErrors: FieldErrors): string {
  const names = Object.keys(fieldErrors).filter((name) => name !== "");
  return names.length === 0 ? "The input is not valid." : `Check ${names.slice(0, 5).join(", ")}.`;
}
