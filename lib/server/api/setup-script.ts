/** A whole set-up with nothing but curl and a management key. Run as it stands by a test, shown on the reference page. */
export const SETUP_SCRIPT = `#!/bin/sh
set -eu
# SLUICE_URL, SLUICE_MANAGEMENT_KEY: your installation and a management key.
# UPSTREAM_URL, UPSTREAM_KEY: an OpenAI-compatible API and its key.
api() {
  curl -sS --fail-with-body "$SLUICE_URL/api/v1/$1" -d "$2" \\
    -H "authorization: Bearer $SLUICE_MANAGEMENT_KEY" -H "content-type: application/json"
}
id() { sed -E 's/^[^[]*"id":"([^"]+)".*/\\1/' | cut -c1-36; }

PROVIDER_ID=$(api providers '{"name": "Upstream", "slug": "upstream", "dialect": "openai", "base_url": "'"$UPSTREAM_URL"'"}' | id)
api provider-credentials '{"provider_id": "'$PROVIDER_ID'", "name": "Main", "api_key": "'"$UPSTREAM_KEY"'"}' > /dev/null
PROJECT_ID=$(api projects '{"name": "Search"}' | id)

CREATED=$(api keys '{"name": "Search, production", "project_id": "'$PROJECT_ID'", "providers": [{"provider_id": "'$PROVIDER_ID'"}]}')
KEY=$(echo "$CREATED" | grep -o 'slc_live_[0-9A-Za-z]\\{36\\}')
KEY_ID=$(echo "$CREATED" | id)

LIMIT_ID=$(api rate-limits '{"name": "3 a minute", "api_key_id": "'$KEY_ID'", "requests": 3, "window_ms": 60000}' | id)
BUDGET_ID=$(api budgets '{"name": "50 dollars a month", "api_key_id": "'$KEY_ID'", "amount_cents": 5000, "period": "MONTHLY"}' | id)

curl -sS --fail-with-body "$SLUICE_URL/api/proxy/upstream/chat/completions" \\
  -H "authorization: Bearer $KEY" -H "content-type: application/json" \\
  -d '{"model": "gpt-4o-mini", "max_tokens": 16, "messages": [{"role": "user", "content": "Hello"}]}'
printf '\\nkey %s\\nkey_id %s\\nlimit_id %s\\nbudget_id %s\\n' "$KEY" "$KEY_ID" "$LIMIT_ID" "$BUDGET_ID"
`;
