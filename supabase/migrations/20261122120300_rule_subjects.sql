-- What the subjects of rules and counters are called, and what a rule may name: each in one round trip instead of one a table.

create function public.rule_subject_names(p_workspace uuid, p_subjects jsonb) returns jsonb
  language sql stable set search_path = ''
as $$
  with subjects as (
    select distinct s.value ->> 'dimension' as dimension, (s.value ->> 'value')::uuid as id
    from jsonb_array_elements(p_subjects) as s (value)
    where s.value ->> 'value' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ), named as (
    select s.dimension, s.id, coalesce(
      case s.dimension
        when 'customer' then (select t.name from public.customers as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'team' then (select t.name from public.teams as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'project' then (select t.name from public.projects as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'api_key' then (select t.name from public.api_keys as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'provider' then (select t.name from public.providers as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'endpoint' then (select t.name from public.provider_endpoints as t where t.workspace_id = p_workspace and t.id = s.id)
        when 'model_tier' then (
          select t.name from public.model_tiers as t where t.workspace_id in (p_workspace, private.nil()) and t.id = s.id
        )
        when 'credential' then (
          select c.name from public.provider_credential_names(p_workspace) as c where c.id = s.id
        )
        when 'member' then (
          select coalesce(nullif(p.full_name, ''), p.email::text)
          from public.workspace_members as m join public.member_profiles as p on p.user_id = m.user_id
          where m.workspace_id = p_workspace and m.id = s.id
        )
      end,
      (
        select e.name from public.entity_names as e
        where e.workspace_id = p_workspace and e.entity_id = s.id and e.entity_table = case s.dimension
          when 'api_key' then 'api_keys' when 'endpoint' then 'provider_endpoints'
          when 'credential' then 'provider_credentials' else s.dimension || 's'
        end
      )
    ) as name
    from subjects as s
  )
  select coalesce(jsonb_agg(jsonb_build_object('dimension', n.dimension, 'value', n.id, 'name', n.name)), '[]')
  from named as n
  where n.name is not null
$$;
comment on function public.rule_subject_names(uuid, jsonb) is 'Names of [{"dimension", "value"}], deleted things included; what has no name is left out.';

create function public.rule_subject_choices(p_workspace uuid, p_limit integer) returns jsonb
  language sql stable set search_path = ''
as $$
  with choices as (
    (select 'customer' as dimension, t.id::text as value, t.name, null::text as detail
      from public.customers as t where t.workspace_id = p_workspace order by t.name limit p_limit)
    union all (select 'team', t.id::text, t.name, null
      from public.teams as t where t.workspace_id = p_workspace order by t.name limit p_limit)
    union all (select 'project', t.id::text, t.name, null
      from public.projects as t where t.workspace_id = p_workspace and t.deleted_at is null order by t.name limit p_limit)
    union all (select 'api_key', t.id::text, t.name, t.key_prefix || '…' || t.key_last4
      from public.api_keys as t
      where t.workspace_id = p_workspace and t.deleted_at is null and t.revoked_at is null order by t.name limit p_limit)
    union all (select 'member', m.id::text, coalesce(nullif(p.full_name, ''), p.email::text), p.email::text
      from public.workspace_members as m join public.member_profiles as p on p.user_id = m.user_id
      where m.workspace_id = p_workspace order by 3 limit p_limit)
    union all (select 'provider', t.id::text, t.name, t.slug
      from public.providers as t where t.workspace_id = p_workspace and t.deleted_at is null order by t.name limit p_limit)
    union all (select 'endpoint', t.id::text, t.name, t.path_pattern
      from public.provider_endpoints as t where t.workspace_id = p_workspace order by t.name limit p_limit)
    union all (select 'credential', c.id::text, c.name, p.name
      from public.provider_credential_names(p_workspace) as c
      left join public.providers as p on p.workspace_id = p_workspace and p.id = c.provider_id order by 3 limit p_limit)
    union all (select 'model_tier', t.id::text, t.name, t.description
      from public.model_tiers as t where t.workspace_id in (p_workspace, private.nil()) order by t.name limit p_limit)
    union all (select 'tag', t.name, t.name, t.description
      from public.tags as t where t.workspace_id = p_workspace order by t.name limit p_limit)
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'dimension', c.dimension, 'value', c.value, 'name', c.name, 'detail', c.detail
  )), '[]')
  from choices as c
$$;
comment on function public.rule_subject_choices(uuid, integer) is 'What a rule of the workspace may name, by name, at most p_limit of each dimension.';

revoke all on function public.rule_subject_names(uuid, jsonb), public.rule_subject_choices(uuid, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.rule_subject_names(uuid, jsonb), public.rule_subject_choices(uuid, integer)
  to authenticated;
