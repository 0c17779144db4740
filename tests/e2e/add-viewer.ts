import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { hashPassword } from "@/lib/server/auth/password";

/** Adds a member of the workspace who may only look. Invitations are the product's own way; this one needs no mail. */
export async function addViewer(databaseUrl: string, slug: string): Promise<{ email: string; password: string }> {
  if (databaseUrl === "") throw new Error("SLUICE_E2E_DATABASE_URL must name the owner's connection to the database.");
  const password = randomBytes(12).toString("base64url");
  const email = `viewer-${randomBytes(4).toString("hex")}@sluice.local`;
  const passwordHash = await hashPassword(password);
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const members = await sql`
      with person as (
        insert into public.users (email, password_hash, full_name, email_verified)
        values (${email}, ${passwordHash}, 'Vera Viewer', now())
        returning id
      )
      insert into public.workspace_members (workspace_id, user_id, role)
      select workspaces.id, person.id, 'VIEWER' from person, public.workspaces where workspaces.slug = ${slug}
      returning id`;
    if (members.length !== 1) throw new Error(`There is no workspace ${slug}.`);
  } finally {
    await sql.end();
  }
  return { email, password };
}
