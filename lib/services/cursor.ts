import { AppError } from "@/lib/kernel/errors";

/** Opaque, URL-safe text for a place in a list. */
export function encodeCursor(parts: readonly string[]): string {
  return btoa(JSON.stringify(parts)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The parts of a cursor that this product made; each must match its pattern. Throws `invalid_input` on anything else. */
export function decodeCursor<const Patterns extends readonly RegExp[]>(
  cursor: string,
  patterns: Patterns,
): { [Index in keyof Patterns]: string } {
  const parts = readParts(cursor);
  if (parts === null || !isTuple(parts, patterns)) {
    const message = "This cursor is not one of ours. Start from the first page.";
    throw new AppError("invalid_input", message, { fieldErrors: { cursor: message } });
  }
  return parts;
}

export const UUID_PATTERN = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
export const TIMESTAMP_PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)$/;

function readParts(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof DOMException) return null;
    throw cause;
  }
}

function isTuple<const Patterns extends readonly RegExp[]>(
  parts: unknown,
  patterns: Patterns,
): parts is { [Index in keyof Patterns]: string } {
  return (
    Array.isArray(parts) &&
    parts.length === patterns.length &&
    patterns.every((pattern, index) => typeof parts[index] === "string" && pattern.test(parts[index]))
  );
}
