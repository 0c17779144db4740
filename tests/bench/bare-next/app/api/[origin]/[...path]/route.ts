type Context = { params: Promise<{ origin: string; path: string[] }> };

/** The least that a Next handler needs to pass a request on: Web objects and fetch, nothing between. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { origin, path } = await params;
  const upstream = origin === "stream" ? process.env["BENCH_STREAM_ORIGIN"] : process.env["BENCH_CHAT_ORIGIN"];
  const answer = await fetch(`${upstream}/${path.join("/")}`, {
    method: "POST",
    headers: { "content-type": request.headers.get("content-type") ?? "" },
    body: await request.arrayBuffer(),
    redirect: "manual",
  });
  return new Response(answer.body, {
    status: answer.status,
    headers: { "content-type": answer.headers.get("content-type") ?? "" },
  });
}
