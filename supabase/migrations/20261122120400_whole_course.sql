-- The course of a period shows all of it: buckets without a request are zeros, those to come as well.

create or replace function public.budget_course(p_budget uuid, p_from timestamptz, p_to timestamptz, p_unit text) returns jsonb
  language sql stable set search_path = ''
as $$
  with budget as (
    select b, b.timezone as zone from public.budgets as b where b.id = p_budget
  ), buckets as (
    select t
    from budget cross join lateral generate_series(
      date_trunc(p_unit, p_from, budget.zone), p_to - interval '1 microsecond', ('1 ' || p_unit)::interval, budget.zone
    ) as t
  ), spent as (
    select date_trunc(p_unit, r.created_at, budget.zone) as t, sum(r.cost_cents) as spent_cents,
      sum(r.repeat_count) as request_count
    from budget cross join lateral private.budget_rows(budget.b, p_from, p_to) as r
    group by 1
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    't', private.utc_text(k.t), 'spent_cents', coalesce(s.spent_cents, 0)::text, 'request_count', coalesce(s.request_count, 0)
  ) order by k.t), '[]')
  from (select b.t from buckets as b order by b.t limit 1000) as k left join spent as s using (t)
$$;
comment on function public.budget_course(uuid, timestamptz, timestamptz, text) is 'What was spent of a budget by hour, day or month of its zone, from the stored requests; buckets without any are zeros.';
