import { jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { mintActorToken } from "@/lib/server/actor-token";

const secret = "s".repeat(40);
const nowMs = Date.UTC(2026, 10, 20, 12, 0, 0, 400);
const claims = {
  userId: "01932c07-209f-7f3a-9a41-000000000001",
  workspaceId: "01932c07-209f-7f3a-9a41-000000000002",
  role: "DEVELOPER",
  scopes: ["keys:read"],
  actor: "user",
  actorId: "01932c07-209f-7f3a-9a41-000000000003",
  aal: "aal1",
  requestId: "req-1",
  ipAddress: "203.0.113.9",
  userAgent: "u".repeat(1000),
} as const;

async function verified(token: string, atMs: number) {
  return await jwtVerify(token, new TextEncoder().encode(secret), {
    currentDate: new Date(atMs),
    audience: "authenticated",
  });
}

describe("the actor's token", () => {
  it("names the actor, the workspace, the role and the request for policies and audit", async () => {
    const { payload, protectedHeader } = await verified(await mintActorToken(claims, secret, nowMs), nowMs);
    expect(protectedHeader.alg).toBe("HS256");
    expect(payload).toMatchObject({
      role: "authenticated",
      sub: claims.userId,
      wsp: claims.workspaceId,
      rol: "DEVELOPER",
      scp: ["keys:read"],
      act: "user",
      aid: claims.actorId,
      aal: "aal1",
      rid: "req-1",
      ip: "203.0.113.9",
    });
    expect(String(payload["ua"])).toHaveLength(300);
  });

  it("is dead after 60 seconds", async () => {
    const token = await mintActorToken(claims, secret, nowMs);
    await expect(verified(token, nowMs + 59_000)).resolves.toBeDefined();
    await expect(verified(token, nowMs + 61_000)).rejects.toThrow(/exp/);
  });

  it("leaves workspace and role out when the request is bound to none", async () => {
    const { workspaceId: _workspace, role: _role, ...account } = claims;
    const { payload } = await verified(await mintActorToken(account, secret, nowMs), nowMs);
    expect(payload).not.toHaveProperty("wsp");
    expect(payload).not.toHaveProperty("rol");
  });
});
