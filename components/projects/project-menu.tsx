import { EllipsisIcon, OctagonXIcon, PencilIcon, PlayIcon, ShieldIcon, Trash2Icon } from "lucide-react";
import Link from "next/link";
import type { ProjectDialog } from "@/components/projects/projects-view";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Project } from "@/lib/services/projects/schema";

type ProjectMenuProps = { workspace: string; project: Project; onOpen: (dialog: ProjectDialog) => void };

export function ProjectMenu({ workspace, project, onOpen }: ProjectMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm">
          <EllipsisIcon />
          <span className="sr-only">Actions for {project.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen({ kind: "edit", project })}>
          <PencilIcon aria-hidden="true" /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href={`/${workspace}/rules?project=${project.id}`}>
            <ShieldIcon aria-hidden="true" /> Rules of access
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        {project.panic_mode ? (
          <DropdownMenuItem onSelect={() => onOpen({ kind: "panic", project })}>
            <PlayIcon aria-hidden="true" /> Let calls pass…
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "panic", project })}>
            <OctagonXIcon aria-hidden="true" /> Stop all calls…
          </DropdownMenuItem>
        )}
        <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete", project })}>
          <Trash2Icon aria-hidden="true" /> Delete…
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
