import Link from "next/link";
import type { ReactNode } from "react";
import type { Column } from "@/components/data-table/column";
import { TimeText } from "@/components/format/time-text";
import type { KeyChoices } from "@/components/keys/key-actions";
import { KeyStatusBadge } from "@/components/keys/key-status-badge";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import { formatCompact, formatCount, formatDuration } from "@/lib/ui/format-number";

const MINUTE_MS = 60_000;

function limitText({ rate_limit_requests: requests, rate_limit_window_ms: windowMs }: ApiKey): string {
  if (requests === null || windowMs === null) return "none";
  return `${formatCount(requests)} / ${windowMs === MINUTE_MS ? "min" : formatDuration(windowMs)}`;
}

function providersText({ all_providers, providers }: ApiKey): string {
  return all_providers ? "all" : providers.map(({ name }) => name).join(", ") || "none";
}

export function keyColumns(workspace: string, choices: KeyChoices, menu: (key: ApiKey) => ReactNode): Column<ApiKey>[] {
  const projects = new Map(choices.projects.map(({ id, name }) => [id, name]));
  return [
    {
      id: "name",
      header: "Key",
      sortValue: (key) => key.name,
      cell: (key) => (
        <div className="grid w-36 md:w-auto md:max-w-72">
          <Link
            href={`/${workspace}/keys/${key.id}`}
            className="truncate rounded-sm font-medium underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
          >
            {key.name}
          </Link>
          <span className="truncate font-mono text-xs text-muted-foreground">
            {key.key_prefix}…{key.key_last4}
          </span>
        </div>
      ),
    },
    {
      id: "status",
      header: "Status",
      sortValue: (key) => key.status,
      cell: (key) => <KeyStatusBadge status={key.status} />,
    },
    {
      id: "project",
      header: "Project",
      cell: (key) => (key.project_id ? (projects.get(key.project_id) ?? "—") : "—"),
      className: "max-w-40 truncate",
    },
    {
      id: "providers",
      header: "Providers",
      cell: (key) => <span title={providersText(key)}>{providersText(key)}</span>,
      className: "max-w-44 truncate",
    },
    {
      id: "models",
      header: "Models",
      cell: (key) => {
        const models = key.allowed_models.join(", ");
        return models ? <span title={models}>{models}</span> : "all";
      },
      className: "max-w-44 truncate",
    },
    { id: "limit", header: "Limit", align: "end", cell: limitText },
    {
      id: "requests",
      header: "Calls",
      align: "end",
      sortValue: (key) => key.requests_count,
      cell: (key) => formatCompact(key.requests_count),
    },
    {
      id: "used",
      header: "Last used",
      sortValue: (key) => key.last_used_at,
      cell: (key) => (key.last_used_at ? <TimeText iso={key.last_used_at} style="relative" /> : "never"),
    },
    {
      id: "expires",
      header: "Expires",
      sortValue: (key) => key.expires_at,
      cell: (key) => (key.expires_at ? <TimeText iso={key.expires_at} style="date" /> : "never"),
    },
    {
      id: "menu",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      cell: menu,
      className: "w-10",
    },
  ];
}
