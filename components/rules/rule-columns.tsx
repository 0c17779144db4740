import type { ReactNode } from "react";
import type { Column } from "@/components/data-table/column";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import type { ProjectChoice } from "@/components/rules/rule-actions";
import { KIND_WORDS, type RuleKind, type RuleRow } from "@/components/rules/rule-row";

export function ActionBadge({ action }: { action: "allow" | "deny" }) {
  return action === "allow" ? <StatusBadge tone="success" label="Allow" /> : <StatusBadge tone="danger" label="Deny" />;
}

export function ruleColumns(
  kind: RuleKind,
  projects: readonly ProjectChoice[],
  menu: (rule: RuleRow) => ReactNode,
): Column<RuleRow>[] {
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  return [
    {
      id: "what",
      header: KIND_WORDS[kind].tab,
      sortValue: (rule) => rule.what,
      cell: (rule) => (
        <div className="grid w-36 md:w-auto md:max-w-96">
          <span className="truncate font-mono text-xs font-medium" title={rule.what}>
            {rule.what}
          </span>
          {rule.meaning && <span className="truncate text-xs text-muted-foreground">{rule.meaning}</span>}
        </div>
      ),
    },
    {
      id: "action",
      header: "Action",
      sortValue: (rule) => rule.action,
      cell: (rule) => <ActionBadge action={rule.action} />,
    },
    {
      id: "project",
      header: "Holds for",
      sortValue: (rule) => names.get(rule.project_id ?? "") ?? "",
      cell: (rule) => (rule.project_id ? (names.get(rule.project_id) ?? "a deleted project") : "whole workspace"),
      className: "max-w-40 truncate",
    },
    {
      id: "state",
      header: "State",
      sortValue: (rule) => (rule.is_active ? 0 : 1),
      cell: (rule) =>
        rule.is_active ? <StatusBadge tone="success" label="On" /> : <StatusBadge tone="neutral" label="Off" />,
    },
    {
      id: "note",
      header: "Note",
      cell: (rule) => <span title={rule.note ?? undefined}>{rule.note ?? "—"}</span>,
      className: "max-w-64 truncate text-muted-foreground",
    },
    {
      id: "created",
      header: "Added",
      sortValue: (rule) => rule.created_at,
      cell: (rule) => <TimeText iso={rule.created_at} style="relative" />,
    },
    { id: "menu", header: <span className="sr-only">Actions</span>, align: "end", cell: menu, className: "w-10" },
  ];
}
