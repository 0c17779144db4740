import { AppError } from "@/lib/kernel/errors";
import { problemResponse } from "@/lib/server/problem";
import { readRequestFacts } from "@/lib/server/request-facts";

/** Answers what no endpoint serves, as a problem like any other. */
export function noSuchEndpoint(request: Request): Response {
  const failure = new AppError("not_found", "There is no such endpoint. The reference is at /docs/api.");
  return problemResponse(failure, readRequestFacts(request.headers).requestId);
}
