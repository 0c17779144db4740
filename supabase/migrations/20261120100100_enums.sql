-- Closed sets of words shared by tables, pages and the management API. `role` is ordered from the widest right to the
-- narrowest, so that "at least DEVELOPER" reads `role <= 'DEVELOPER'` and the lower of two rights is `greatest`.

create type public.role as enum ('OWNER', 'ADMIN', 'DEVELOPER', 'VIEWER');
create type public.auth_method as enum (
  'HEADER', 'QUERY', 'BASIC', 'OAUTH2', 'BEARER', 'AWS_SIGV4', 'GCP', 'AZURE'
);
create type public.budget_period as enum ('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'QUARTERLY', 'ROLLING');
create type public.alert_condition_type as enum (
  'BUDGET_THRESHOLD', 'RATE_LIMIT_PROXIMITY', 'ERROR_RATE', 'SPEND_RATE', 'LATENCY_THRESHOLD', 'PROVIDER_DOWN'
);
create type public.channel_type as enum ('EMAIL', 'SLACK', 'WEBHOOK', 'DISCORD', 'PAGERDUTY', 'TEAMS');
create type public.webhook_event as enum (
  'REQUEST_COMPLETED', 'REQUEST_FAILED', 'RATE_LIMIT_HIT', 'BUDGET_THRESHOLD', 'BUDGET_EXCEEDED', 'ALERT_TRIGGERED',
  'ALERT_RESOLVED', 'PROVIDER_DOWN', 'PROVIDER_UP'
);
create type public.rate_limit_strategy as enum ('SLIDING_WINDOW', 'FIXED_WINDOW', 'TOKEN_BUCKET', 'LEAKY_BUCKET');
create type public.policy_scope as enum (
  'GLOBAL', 'TENANT', 'API_KEY', 'MODEL', 'MODEL_TIER', 'USER_MODEL', 'CUSTOMER', 'TEAM', 'PROJECT', 'MEMBER',
  'END_USER', 'TAG', 'PROVIDER', 'ENDPOINT', 'KEY_PROVIDER'
);
create type public.plan_tier as enum ('free', 'plus', 'business');
create type public.geo_scope as enum ('country', 'region');
create type public.rule_action as enum ('allow', 'deny');
create type public.limit_metric as enum ('requests', 'input_tokens', 'output_tokens', 'total_tokens', 'concurrency');
