/** Names of fields whose values never reach a log, whatever they hold. */
const SECRET_FIELD =
  /secret|passw|token|authorization|cookie|api[-_]?key|key_hash|ciphertext|encryption|^key$|credential/i;
/** Texts that are secrets wherever they stand: our keys, upstream keys, bearer tokens, JWTs, addresses with a password. */
const SECRET_TEXT =
  /sl[cm]_live_[0-9A-Za-z]+|\bsk-[\w-]{8,}|\bBearer\s+[^\s"']+|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;
const IDENTIFIER = /_ids?$/;
const MAX_DEPTH = 5;
const MAX_TEXT = 4000;

export type LogLine = Readonly<Record<string, unknown>>;

/**
 * The one place where failures are logged: a JSON line on stderr with the secrets taken out.
 * Never throws, and never waits.
 */
export function reportError(message: string, context: LogLine, cause?: unknown): void {
  const line = logLine(message, context, cause, new Date());
  // Edge runtimes have no process, only a console.
  if ("EdgeRuntime" in globalThis) console.error(line);
  else process.stderr.write(`${line}\n`);
}

/** The line that `reportError` writes, without its line break. */
export function logLine(message: string, context: LogLine, cause: unknown, at: Date): string {
  return JSON.stringify({
    time: at.toISOString(),
    level: "error",
    message: redactText(message),
    ...redactFields(context, 0),
    ...(cause === undefined ? {} : { cause: redact(cause, 0) }),
  });
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[deeper]";
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  return redactFields(value, depth + 1);
}

function redactError(error: Error, depth: number): LogLine {
  return {
    name: error.name,
    message: redactText(error.message),
    ...("code" in error ? { code: error.code } : {}),
    stack: redactText((error.stack ?? "").split("\n").slice(1, 12).join("\n")),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

function redactFields(fields: object, depth: number): LogLine {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_FIELD.test(name) && !IDENTIFIER.test(name) ? "[redacted]" : redact(value, depth),
    ]),
  );
}

function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return short.replace(SECRET_TEXT, "[redacted]");
}
