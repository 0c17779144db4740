import { errors, jwtVerify } from "jose";

/** The only database roles that a request may take. */
export const API_ROLES = ["anon", "authenticated", "service_role", "gateway"] as const;
export type ApiRole = (typeof API_ROLES)[number];

/** A refusal in PostgREST's shape. */
export type TokenRefusal = { code: "PGRST301" | "PGRST302" | "PGRST303"; message: string };

export type TokenVerdict = { role: ApiRole } | { refusal: TokenRefusal };

/** Reads the role of an HS256 token only after its signature and its times have been verified. */
export async function acceptedRole(token: string, secret: Uint8Array): Promise<TokenVerdict> {
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"] });
    const role = API_ROLES.find((known) => known === payload["role"]);
    if (role !== undefined) return { role };
    return { refusal: { code: "PGRST301", message: "The token's role is none that may use this API." } };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { refusal: { code: "PGRST303", message: "JWT expired" } };
    if (error instanceof errors.JWTClaimValidationFailed) {
      return { refusal: { code: "PGRST303", message: `JWT claim ${error.claim} is not acceptable` } };
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      return { refusal: { code: "PGRST301", message: "JWT could not be verified" } };
    }
    throw error;
  }
}
