import { PostgrestError } from "@supabase/supabase-js";
import { AppError } from "@/lib/kernel/errors";
import { DataApiUnreachable } from "./data-api-fetch";

/** SQLSTATE classes and codes (PostgreSQL, appendix A) that say that the database cannot serve now. */
const UNAVAILABLE = /^(?:08|53|57P|PGRST00)/;

/** What a failure of the data API means to who asked; null if it comes from elsewhere. The original is kept as the cause. */
export function fromDatabaseError(error: unknown): AppError | null {
  if (error instanceof DataApiUnreachable) return unavailable(error);
  if (!(error instanceof PostgrestError)) return null;
  if (UNAVAILABLE.test(error.code)) return unavailable(error);
  return KNOWN[error.code]?.(error) ?? new AppError("internal", "The database refused an operation.", { cause: error });
}

const KNOWN: Readonly<Record<string, (error: PostgrestError) => AppError>> = {
  "23505": (cause) => withField("conflict", "This is taken already. Choose another.", cause),
  "23503": (cause) => withField("invalid_input", "There is no such thing in this workspace.", cause),
  "23514": (cause) => new AppError("invalid_input", readable(cause, "A value is out of range."), { cause }),
  "23502": (cause) => new AppError("invalid_input", "A required value is missing.", { cause }),
  "22P02": (cause) => new AppError("invalid_input", "A value has the wrong form.", { cause }),
  "22003": (cause) => new AppError("invalid_input", "A number is out of range.", { cause }),
  "42501": (cause) => new AppError("forbidden", readable(cause, "Your role does not allow this."), { cause }),
  P0001: (cause) => new AppError("invalid_input", readable(cause, "The database refused this."), { cause }),
  P0002: (cause) => new AppError("not_found", "There is no such thing in this workspace.", { cause }),
  PGRST116: (cause) => new AppError("not_found", "There is no such thing in this workspace.", { cause }),
};

function unavailable(cause: Error): AppError {
  return new AppError("unavailable", "The database does not answer. Try again in a moment.", { cause });
}

function withField(code: "conflict" | "invalid_input", message: string, cause: PostgrestError): AppError {
  const field = fieldOf(cause.message);
  return new AppError(code, message, { cause, ...(field === null ? {} : { fieldErrors: { [field]: message } }) });
}

/** What people fill in and a constraint may be about. */
const FIELDS = [
  "slug",
  "name",
  "email",
  "code",
  "pattern",
  "project_id",
  "provider_id",
  "team_id",
  "customer_id",
  "member_id",
];

/** Unique together with more than one column. */
const JOINED: Readonly<Record<string, string>> = { cidr_action: "cidr" };

/**
 * The field that a constraint is about. Postgres keeps the key's columns to itself where row level security rules, so
 * the name that it gives to constraints is read: `providers_slug_key`, `api_keys_workspace_id_project_id_fkey`.
 */
function fieldOf(message: string): string | null {
  const constraint = /constraint "([^"]+)_f?key"/.exec(message)?.[1] ?? "";
  const joined = Object.keys(JOINED).find((columns) => constraint.endsWith(`_${columns}`));
  return JOINED[joined ?? ""] ?? FIELDS.find((field) => constraint.endsWith(`_${field}`)) ?? null;
}

/** Sentences are those that our own SQL raises for people; anything else is Postgres talking to programmers. */
function readable(error: PostgrestError, otherwise: string): string {
  return /^[A-Z][^"]*\.$/.test(error.message) ? error.message : otherwise;
}
