import { APP_ERRORS, type AppError } from "@/lib/kernel/errors";

const LATER_MS = 2_000;

/** Problem details (RFC 9457). `errors` names the fields, with a JSON pointer (RFC 6901) into the body each. */
export function problemResponse(error: AppError, requestId: string): Response {
  const facts = APP_ERRORS[error.code];
  const fields = Object.entries(error.fieldErrors);
  const body = {
    type: `urn:sluice:error:${error.code}`,
    title: facts.title,
    status: facts.status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(fields.length === 0
      ? {}
      : { errors: fields.map(([field, detail]) => ({ field, pointer: pointerTo(field), detail })) }),
  };
  return Response.json(body, {
    status: facts.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-sluice-request-id": requestId,
      ...(error.code === "unauthenticated" ? { "www-authenticate": 'Bearer realm="sluice"' } : {}),
      ...(error.isRetryable
        ? { "retry-after": String(Math.max(1, Math.ceil((error.retryAfterMs ?? LATER_MS) / 1_000))) }
        : {}),
    },
  });
}

function pointerTo(field: string): string {
  return `#/${field
    .split(".")
    .map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"))
    .join("/")}`;
}
