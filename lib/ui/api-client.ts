/** A failed call of the management API, with the server's own sentence as message. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** 0 when the server was not reached. */
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

type Problem = { title?: unknown; detail?: unknown };

/**
 * GETs JSON of the management API for one workspace. RFC 9457 problems become an `ApiError`.
 * The caller names the response type; it is what the route's own schema promises.
 */
export async function fetchJson<T>(path: string, workspace: string, signal?: AbortSignal): Promise<T> {
  const headers = { accept: "application/json", "x-sluice-workspace": workspace };
  const response = await fetch(path, { headers, ...(signal ? { signal } : {}) }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError("The server did not answer. Check your connection; this page tries again by itself.", 0, {
      cause,
    });
  });
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new ApiError(`The server answered ${response.status} without JSON.`, response.status, { cause });
  });
  if (!response.ok) throw new ApiError(problemMessage(body, response.status), response.status);
  return trusted<T>(body);
}

function problemMessage(body: unknown, status: number): string {
  const problem: Problem = typeof body === "object" && body !== null ? body : {};
  if (typeof problem.detail === "string" && problem.detail !== "") return problem.detail;
  return typeof problem.title === "string" ? `${problem.title}.` : `The server answered ${status}.`;
}

/** Same origin, same build: the route serialised exactly the DTO that the caller names. */
function trusted<T>(body: unknown): T {
  return body as T;
}
