import type { Role } from "@/lib/services/workspaces/schema";

/** The least role that a right takes. A right is named after what it touches. */
const LEAST_ROLE = {
  "workspace:read": "VIEWER",
  "workspace:write": "ADMIN",
  "members:read": "VIEWER",
  "management-keys:read": "VIEWER",
  "management-keys:write": "VIEWER",
  "projects:read": "VIEWER",
  "projects:write": "ADMIN",
  "panic:write": "ADMIN",
  "keys:read": "VIEWER",
  "keys:write": "DEVELOPER",
  "rate-limits:read": "VIEWER",
  "rate-limits:write": "ADMIN",
  "budgets:read": "VIEWER",
  "budgets:write": "ADMIN",
  "credits:read": "ADMIN",
  "credits:write": "ADMIN",
  "open-holds:read": "VIEWER",
  "drift:read": "VIEWER",
  "ip-rules:read": "VIEWER",
  "ip-rules:write": "ADMIN",
  "geo-rules:read": "VIEWER",
  "geo-rules:write": "ADMIN",
  "model-rules:read": "VIEWER",
  "model-rules:write": "ADMIN",
  "providers:read": "VIEWER",
  "providers:write": "ADMIN",
  "credentials:read": "DEVELOPER",
  "credentials:write": "ADMIN",
  "logs:read": "VIEWER",
  "usage:read": "VIEWER",
} as const satisfies Record<string, Role>;
export type Scope = keyof typeof LEAST_ROLE;
export const SCOPES = Object.keys(LEAST_ROLE).filter(isScope);

const RANK = { VIEWER: 0, DEVELOPER: 1, ADMIN: 2, OWNER: 3 } as const satisfies Record<Role, number>;

const ROLES = ["OWNER", "ADMIN", "DEVELOPER", "VIEWER"] as const satisfies readonly Role[];

/** Whether a member of this role has the right. Pages hide what it denies; verbs and policies refuse it. */
export function can(role: Role, scope: Scope): boolean {
  return RANK[role] >= RANK[LEAST_ROLE[scope]];
}

/** The roles that do not stand above this one, highest first. */
export function rolesUpTo(role: Role): Role[] {
  return ROLES.filter((one) => RANK[one] <= RANK[role]);
}

/** Every right that the role has. */
export function scopesOf(role: Role): Scope[] {
  return SCOPES.filter((scope) => can(role, scope));
}

/** The lower of two roles. */
export function lowerRole(one: Role, other: Role): Role {
  return RANK[one] <= RANK[other] ? one : other;
}

export function isScope(text: string): text is Scope {
  return Object.hasOwn(LEAST_ROLE, text);
}

export function leastRole(scope: Scope): Role {
  return LEAST_ROLE[scope];
}
