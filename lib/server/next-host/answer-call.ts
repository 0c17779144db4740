import "server-only";
import { after } from "next/server";
import { asIncomingRequest } from "@/lib/server/web-host/incoming";
import { asResponse } from "@/lib/server/web-host/respond";
import { decoded } from "./decoded";
import { nextGateway } from "./gateway";
import { nodeRequestFacts } from "./node-request";

/** One call of `/api/proxy` through Next on Node. Settlement follows the answer and outlives it. */
export async function answerCall(request: Request): Promise<Response> {
  const gateway = nextGateway();
  const reply = await gateway.handle(asIncomingRequest(request, nodeRequestFacts()));
  const { response, ended } = asResponse(await decoded(reply), request.method, request.signal);
  after(async () => {
    await ended;
    await gateway.settled();
  });
  return response;
}
