/** What Postgres says of a failed statement. */
export type PostgresFailure = { code: string; message: string; detail: string | null; hint: string | null };

const BY_CODE: Readonly<Record<string, number>> = {
  "21000": 400,
  "22023": 400,
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
  "53400": 500,
  "57014": 500,
  P0001: 400,
};

const BY_CLASS: Readonly<Record<string, number>> = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53": 503,
  "54": 500,
  "55": 500,
  "57": 500,
  "58": 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};

/** The HTTP status that PostgREST gives a SQLSTATE (docs.postgrest.org, "Errors"). `PT` followed by three digits names its own. */
export function statusOfSqlState(code: string, isAnonymous: boolean): number {
  if (/^PT[1-5][0-9]{2}$/.test(code)) return Number(code.slice(2));
  if (code === "42501") return isAnonymous ? 401 : 403;
  return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400;
}

/** Finds the failure in an error or among its causes; null if none of them came from Postgres. */
export function postgresFailure(error: unknown): PostgresFailure | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = "code" in at && typeof at.code === "string" ? at.code : undefined;
    if (code === undefined) continue;
    if ("severity" in at) return { code, message: at.message, detail: text(at, "detail"), hint: text(at, "hint") };
    if (UNREACHABLE.test(code)) {
      return { code: "08006", message: "The database is not reachable.", detail: null, hint: "Try again in a moment." };
    }
  }
  return null;
}

/** Codes of the driver and of the operating system for a server that is gone. */
const UNREACHABLE = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT)/;

function text(error: object, field: "detail" | "hint"): string | null {
  const value: unknown = Reflect.get(error, field);
  return typeof value === "string" ? value : null;
}
