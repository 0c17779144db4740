/** Whether this process answers at all; what it depends on is asked elsewhere. */
export function GET(): Response {
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}
