import type { Role } from "@/lib/services/workspaces/schema";

/** The least role that a right takes. A right is named after what it touches. */
const LEAST_ROLE = {
  "workspace:read": "VIEWER",
  "projects:read": "VIEWER",
  "keys:read": "VIEWER",
  "keys:write": "DEVELOPER",
  "providers:read": "VIEWER",
  "providers:write": "ADMIN",
  "credentials:read": "DEVELOPER",
  "credentials:write": "ADMIN",
  "logs:read": "VIEWER",
  "usage:read": "VIEWER",
} as const satisfies Record<string, Role>;
export type Scope = keyof typeof LEAST_ROLE;

const RANK = { VIEWER: 0, DEVELOPER: 1, ADMIN: 2, OWNER: 3 } as const satisfies Record<Role, number>;

/** Whether a member of this role has the right. Pages hide what it denies; verbs and policies refuse it. */
export function can(role: Role, scope: Scope): boolean {
  return RANK[role] >= RANK[LEAST_ROLE[scope]];
}

export function leastRole(scope: Scope): Role {
  return LEAST_ROLE[scope];
}
