import type { ReactNode } from "react";
import type { Column } from "@/components/data-table/column";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import type { ManagementKey } from "@/lib/services/management-keys/schema";

export type MemberName = { id: string; name: string };

export function managementKeyStatus(key: ManagementKey, nowMs: number): "active" | "expired" | "revoked" {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && Date.parse(key.expires_at) <= nowMs ? "expired" : "active";
}

const LOOKS = {
  active: { tone: "success", label: "Active" },
  expired: { tone: "warning", label: "Expired" },
  revoked: { tone: "danger", label: "Revoked" },
} as const;

export function managementKeyColumns(
  members: readonly MemberName[],
  nowMs: number,
  menu: (key: ManagementKey) => ReactNode,
): Column<ManagementKey>[] {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return [
    {
      id: "name",
      header: "Key",
      sortValue: (key) => key.name,
      cell: (key) => (
        <div className="grid w-36 md:w-auto md:max-w-72">
          <span className="truncate font-medium">{key.name}</span>
          <span className="truncate font-mono text-xs text-muted-foreground">
            {key.key_prefix}…{key.key_last4}
          </span>
        </div>
      ),
    },
    {
      id: "status",
      header: "Status",
      sortValue: (key) => managementKeyStatus(key, nowMs),
      cell: (key) => <StatusBadge {...LOOKS[managementKeyStatus(key, nowMs)]} />,
    },
    { id: "role", header: "Role", sortValue: (key) => key.role, cell: (key) => key.role.toLowerCase() },
    {
      id: "scopes",
      header: "Scopes",
      cell: (key) => {
        const scopes = key.scopes.join(", ");
        return scopes ? <span title={scopes}>{scopes}</span> : "all of the role";
      },
      className: "max-w-56 truncate",
    },
    {
      id: "ips",
      header: "From",
      cell: (key) => {
        const ranges = key.allowed_ips.join(", ");
        return ranges ? <span title={ranges}>{ranges}</span> : "anywhere";
      },
      className: "max-w-44 truncate",
    },
    {
      id: "member",
      header: "Acts for",
      sortValue: (key) => names.get(key.member_id) ?? "",
      cell: (key) => names.get(key.member_id) ?? "—",
      className: "max-w-44 truncate",
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
    { id: "menu", header: <span className="sr-only">Actions</span>, align: "end", cell: menu, className: "w-10" },
  ];
}
