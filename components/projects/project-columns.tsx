import Link from "next/link";
import type { ReactNode } from "react";
import type { Column } from "@/components/data-table/column";
import { StatusBadge } from "@/components/format/status-badge";
import { TimeText } from "@/components/format/time-text";
import type { Project } from "@/lib/services/projects/schema";
import { formatCount } from "@/lib/ui/format-number";

const LINK =
  "rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50";

export function projectColumns(
  workspace: string,
  keyCounts: ReadonlyMap<string, number>,
  menu: (project: Project) => ReactNode,
): Column<Project>[] {
  const keysOf = (project: Project) => keyCounts.get(project.id) ?? 0;
  return [
    {
      id: "name",
      header: "Project",
      sortValue: (project) => project.name,
      cell: (project) => (
        <span className="flex w-36 items-center gap-2 md:w-auto md:max-w-72">
          <ProjectDot color={project.color} />
          <span className="truncate font-medium" title={project.name}>
            {project.name}
          </span>
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      sortValue: (project) => (project.panic_mode ? 0 : 1),
      cell: (project) =>
        project.panic_mode ? (
          <StatusBadge tone="danger" label="Frozen" />
        ) : (
          <StatusBadge tone="success" label="Calls pass" />
        ),
    },
    {
      id: "keys",
      header: "Keys",
      align: "end",
      sortValue: keysOf,
      cell: (project) => (
        <Link href={`/${workspace}/keys?project=${project.id}`} className={LINK}>
          {formatCount(keysOf(project))}
          <span className="sr-only"> keys of {project.name}</span>
        </Link>
      ),
    },
    {
      id: "description",
      header: "Description",
      cell: (project) => <span title={project.description ?? undefined}>{project.description ?? "—"}</span>,
      className: "max-w-96 truncate text-muted-foreground",
    },
    {
      id: "created",
      header: "Added",
      sortValue: (project) => project.created_at,
      cell: (project) => <TimeText iso={project.created_at} style="date" />,
    },
    { id: "menu", header: <span className="sr-only">Actions</span>, align: "end", cell: menu, className: "w-10" },
  ];
}

/** The colour that a project was given; it only repeats what the name says. */
export function ProjectDot({ color }: { color: string | null }) {
  return (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-full bg-muted-foreground/40"
      style={color ? { backgroundColor: color } : undefined}
    />
  );
}
