import { describe, expect, it } from "vitest";
import { asIncomingRequest } from "./incoming";

describe("a Request as the core's value", () => {
  it("keeps encoded bytes of path and query, and drops a fragment", () => {
    const request = new Request("https://gateway.example/api/proxy/p/a%2Fb%20c/?x=%2F+&y[]=1#top");
    expect(asIncomingRequest(request).target).toBe("/api/proxy/p/a%2Fb%20c/?x=%2F+&y[]=1");
  });

  it("takes the platform's own entry, the right-most, for the peer", () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 203.0.113.9" };
    expect(asIncomingRequest(new Request("https://gateway.example/", { headers })).remoteAddress).toBe("203.0.113.9");
  });

  it("prefers what the host itself knows", () => {
    const facts = { target: "/raw//path", headers: [["a", "1"] as const], remoteAddress: "192.0.2.1" };
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect(asIncomingRequest(new Request("https://gateway.example/", { headers }), facts)).toMatchObject(facts);
  });

  it("lets a body be asked for twice and read once, in order", async () => {
    const { body } = asIncomingRequest(new Request("https://gateway.example/", { method: "POST", body: "abc" }));
    body?.[Symbol.asyncIterator]();
    let text = "";
    for await (const piece of body ?? []) text += new TextDecoder().decode(piece);
    expect(text).toBe("abc");
  });

  it("has no body where none was sent", () => {
    expect(asIncomingRequest(new Request("https://gateway.example/")).body).toBeNull();
  });
});
