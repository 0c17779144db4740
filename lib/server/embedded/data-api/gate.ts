import { type ApiRole, acceptedRole, type TokenRefusal } from "./accepted-role";

export type GatedFetch = (request: Request, role: ApiRole) => Promise<Response>;

/** Far above a batch of 5,000 records of a gateway's log. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Lets a request through only with an api key that we signed and, if it carries a bearer, a bearer that we signed for one
 * of the API's roles. What a request may do is then Postgres's decision alone.
 */
export function gate(jwtSecret: string, inner: GatedFetch): (request: Request) => Promise<Response> {
  const secret = new TextEncoder().encode(jwtSecret);
  return async (request) => {
    const apiKey = request.headers.get("apikey") ?? new URL(request.url).searchParams.get("apikey");
    if (!apiKey) return unauthorised({ code: "PGRST302", message: "No API key found in request" });
    const keyVerdict = await acceptedRole(apiKey, secret);
    if ("refusal" in keyVerdict) return unauthorised({ ...keyVerdict.refusal, message: "Invalid API key" });
    if (keyVerdict.role !== "anon" && keyVerdict.role !== "service_role") {
      return unauthorised({ code: "PGRST301", message: "Invalid API key" });
    }
    if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return tooLarge();

    const authorization = request.headers.get("authorization");
    if (authorization === null) return await inner(request, keyVerdict.role);
    const bearer = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
    if (bearer === undefined)
      return unauthorised({ code: "PGRST301", message: "Only Bearer authorization is understood" });
    if (bearer === apiKey) return await inner(withoutAuthorization(request), keyVerdict.role);
    const verdict = await acceptedRole(bearer, secret);
    return "refusal" in verdict ? unauthorised(verdict.refusal) : await inner(request, verdict.role);
  };
}

/** supabase-js sends its key twice; the data API takes a role from the key by itself, and knows no key as a bearer. */
function withoutAuthorization(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  return new Request(request, { headers });
}

function unauthorised(refusal: TokenRefusal): Response {
  return Response.json(
    { ...refusal, details: null, hint: null },
    { status: 401, headers: { "www-authenticate": "Bearer" } },
  );
}

function tooLarge(): Response {
  const message = `The body is larger than ${MAX_BODY_BYTES} bytes. Send it in smaller batches.`;
  return Response.json({ code: "PGRST102", message, details: null, hint: null }, { status: 413 });
}
