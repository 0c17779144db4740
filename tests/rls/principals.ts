import type { Sql, TransactionSql } from "postgres";

export const PRINCIPALS = [
  "owner",
  "admin",
  "developer",
  "viewer",
  /** OWNER of another workspace. */
  "outsider",
  /** OWNER of another workspace and VIEWER of this one. */
  "both",
  /** Signed in, member of nothing. */
  "stranger",
  "anonymous",
  "gateway",
  "service",
  /** A management key of the OWNER that was given the rights of a VIEWER. */
  "key",
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** Fixed ids, so that a failing cell names the same row every time. */
export const ids = {
  workspace: "aaaaaaaa-0000-4000-8000-000000000001",
  elsewhere: "bbbbbbbb-0000-4000-8000-000000000001",
  owner: "aaaaaaaa-0000-4000-8000-000000000011",
  admin: "aaaaaaaa-0000-4000-8000-000000000012",
  developer: "aaaaaaaa-0000-4000-8000-000000000013",
  viewer: "aaaaaaaa-0000-4000-8000-000000000014",
  bystander: "aaaaaaaa-0000-4000-8000-000000000015",
  newcomer: "aaaaaaaa-0000-4000-8000-000000000016",
  outsider: "bbbbbbbb-0000-4000-8000-000000000011",
  both: "bbbbbbbb-0000-4000-8000-000000000012",
  stranger: "cccccccc-0000-4000-8000-000000000011",
} as const;

/** The owner's membership of `Here`. */
export const OWNER_MEMBER = "aaaaaaaa-0000-4000-8000-000000000021";

export type Claims = Record<string, string | readonly string[]>;

/** The claims of a principal's token. */
export function claimsOf(principal: Principal): Claims {
  switch (principal) {
    case "anonymous":
      return { role: "anon" };
    case "gateway":
      return { role: "gateway" };
    case "service":
      return { role: "service_role" };
    case "key":
      return {
        role: "authenticated",
        sub: ids.owner,
        wsp: ids.workspace,
        rol: "VIEWER",
        act: "management_key",
        aid: "aaaaaaaa-0000-4000-8000-000000000119",
      };
    default:
      return { role: "authenticated", sub: ids[principal] };
  }
}

/** Takes the database role and claims of a token until the transaction ends. */
export async function actAs(sql: TransactionSql, claims: Claims): Promise<void> {
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('role', ${String(claims.role ?? "anon")}, true)`;
}

class Undo extends Error {}

/** Runs `use` in a transaction that is always undone, and answers what it answered. */
export async function undone<Result>(sql: Sql, use: (transaction: TransactionSql) => Promise<Result>): Promise<Result> {
  let result: { value: Result } | undefined;
  try {
    await sql.begin(async (transaction) => {
      result = { value: await use(transaction) };
      throw new Undo();
    });
  } catch (cause) {
    if (!(cause instanceof Undo)) throw cause;
  }
  if (!result) throw new Error("The transaction did not run.");
  return result.value;
}

/** The people and two workspaces that every cell of the matrix speaks of. */
export async function seedPeople(sql: Sql): Promise<void> {
  const { workspace, elsewhere, ...people } = ids;
  for (const [name, id] of Object.entries(people)) {
    await sql`insert into users (id, email, password_hash) values (${id}, ${`${name}@example.test`}, 'hash')`;
  }
  await sql`insert into workspaces (id, owner_id, name, slug) values
    (${workspace}, ${ids.owner}, 'Here', 'here'), (${elsewhere}, ${ids.outsider}, 'Elsewhere', 'elsewhere')`;
  await sql`insert into workspace_members (id, workspace_id, user_id, role) values
    (${OWNER_MEMBER}, ${workspace}, ${ids.owner}, 'OWNER')`;
  await sql`insert into workspace_members (workspace_id, user_id, role) values
    (${workspace}, ${ids.admin}, 'ADMIN'),
    (${workspace}, ${ids.developer}, 'DEVELOPER'), (${workspace}, ${ids.viewer}, 'VIEWER'),
    (${workspace}, ${ids.both}, 'VIEWER'),
    (${elsewhere}, ${ids.outsider}, 'OWNER'), (${elsewhere}, ${ids.both}, 'OWNER')`;
}
