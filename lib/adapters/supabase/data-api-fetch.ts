/** The data API did not answer. Never the caller's mistake. */
export class DataApiUnreachable extends Error {
  override readonly name = "DataApiUnreachable";
}

const TIMEOUT_MS = 10_000;

/** `fetch` with a deadline, whose failures to answer are one kind of error. */
export const dataApiFetch: typeof fetch = async (input, init) => {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
  try {
    return await fetch(input, { ...init, signal, cache: "no-store" });
  } catch (cause) {
    throw new DataApiUnreachable("The data API did not answer.", { cause });
  }
};
