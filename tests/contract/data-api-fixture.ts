import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { startTestStack, type TestStack } from "@/lib/server/embedded/test-database";

/** Tables that show what the API must do and no product table does in one place. */
const SCHEMA = `
create type public.shelf_kind as enum ('open', 'closed');
create table public.shelves (
  id uuid primary key default gen_random_uuid(),
  tenant uuid not null,
  name text not null unique,
  kind public.shelf_kind not null default 'open',
  settings jsonb not null default '{}',
  labels text[] not null default '{}',
  networks cidr[] not null default '{}',
  created_at timestamptz not null default now()
);
create table public.books (
  id bigint generated always as identity primary key,
  shelf_id uuid not null references public.shelves (id) on delete cascade,
  tenant uuid not null,
  title text not null,
  pages integer check (pages > 0),
  price numeric(20, 7),
  big bigint,
  secret text,
  slug text generated always as (lower(replace(title, ' ', '-'))) stored
);
alter table public.shelves enable row level security;
alter table public.books enable row level security;
grant all on public.shelves, public.books to service_role;
grant select, insert, update, delete on public.shelves to authenticated;
grant select (id, shelf_id, tenant, title, pages, price, big, slug), insert, update (title, pages, tenant), delete
  on public.books to authenticated;
create policy shelves_all on public.shelves to authenticated
  using (tenant = (select auth.uid())) with check (tenant = (select auth.uid()));
create policy books_all on public.books to authenticated
  using (tenant = (select auth.uid())) with check (tenant = (select auth.uid()));
create policy books_delete on public.books as restrictive for delete to authenticated
  using ((select auth.jwt()) ->> 'aal' = 'aal2');

create function public.echo_arguments(p jsonb, words text[], at timestamptz, n bigint) returns jsonb language sql
  return jsonb_build_object('type', jsonb_typeof(p), 'p', p, 'words', words, 'at', at, 'n', n);
create function public.who_am_i() returns jsonb language sql stable
  return jsonb_build_object('role', current_user, 'uid', auth.uid(), 'claims', auth.jwt());
create function public.fail_with(p_code text) returns void language plpgsql as $$
begin raise exception 'told to fail' using errcode = p_code, detail = 'the detail', hint = 'the hint'; end $$;
create function public.for_gateway(p jsonb) returns integer language sql security definer set search_path = ''
  return jsonb_array_length(p);
create function public.for_service() returns text language sql return 'served';
revoke all on function public.echo_arguments, public.who_am_i, public.fail_with, public.for_gateway, public.for_service
  from public, anon, authenticated, service_role;
grant execute on function public.echo_arguments, public.who_am_i, public.fail_with to authenticated, service_role;
grant execute on function public.for_gateway to gateway;
grant execute on function public.for_service to service_role;`;

export const TENANT_A = "aaaaaaaa-0000-4000-8000-000000000001";
export const TENANT_B = "bbbbbbbb-0000-4000-8000-000000000001";

export type DataApiFixture = {
  stack: TestStack;
  service: SupabaseClient;
  anonymous: SupabaseClient;
  /** A client whose bearer carries these claims. */
  withClaims(claims: Record<string, unknown>): SupabaseClient;
  member(tenant: string, claims?: Record<string, unknown>): SupabaseClient;
  /** A client that sends exactly this bearer. */
  withBearer(token: string): SupabaseClient;
  stop(): Promise<void>;
};

/** The embedded stack's database and data API, with two tenants' shelves and books. */
export async function startDataApiFixture(): Promise<DataApiFixture> {
  const stack = await startTestStack({
    prepare: async ({ ownerUrl }) => {
      const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
      await sql.unsafe(SCHEMA);
      await sql.end();
    },
  });
  const clientOf = (key: string, bearer?: () => Promise<string>) =>
    createClient(stack.supabaseUrl, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      ...(bearer === undefined ? {} : { accessToken: bearer }),
    });
  const withClaims = (claims: Record<string, unknown>) => clientOf(stack.anonKey, () => stack.mint(claims));
  const service = clientOf(stack.serviceKey);
  await addRows(service);
  return {
    stack,
    service,
    anonymous: clientOf(stack.anonKey),
    withClaims,
    member: (tenant, claims = {}) =>
      withClaims({ role: "authenticated", aud: "authenticated", sub: tenant, ...claims }),
    withBearer: (token) => clientOf(stack.anonKey, async () => token),
    stop: stack.stop,
  };
}

async function addRows(service: SupabaseClient): Promise<void> {
  const shelves = await service
    .from("shelves")
    .insert([
      {
        tenant: TENANT_A,
        name: "Novels",
        labels: ["x", "y z", 'q"q', "c,d"],
        settings: { theme: { dark: true }, n: 1 },
      },
      { tenant: TENANT_B, name: "Maps", labels: [], settings: {} },
    ])
    .select("id, tenant")
    .throwOnError();
  const books = (shelves.data ?? []).flatMap(({ id, tenant }: { id: string; tenant: string }) =>
    Array.from({ length: 20 }, (_, index) => ({
      shelf_id: id,
      tenant,
      title: `Book ${index}`,
      pages: index + 1,
      price: "12.3400000",
      secret: "hidden",
    })),
  );
  await service.from("books").insert(books).throwOnError();
}
