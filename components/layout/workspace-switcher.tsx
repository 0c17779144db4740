"use client";

import { ChevronsUpDownIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { LogoMark } from "@/components/layout/logo";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { SidebarMenuButton } from "@/components/ui/sidebar";

export type WorkspaceOption = { slug: string; name: string; role: string };

type SwitcherProps = { current: WorkspaceOption; workspaces: readonly WorkspaceOption[] };

export function WorkspaceSwitcher({ current, workspaces }: SwitcherProps) {
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <SidebarMenuButton tooltip={current.name} className="h-11 px-1.5">
          <LogoMark className="!size-6" />
          <span className="sr-only">Switch workspace, now in</span>
          <span className="grid min-w-0 flex-1 leading-tight">
            <span className="truncate font-medium text-sidebar-accent-foreground">{current.name}</span>
            <span className="truncate text-xs text-muted-foreground">{current.role.toLowerCase()}</span>
          </span>
          <ChevronsUpDownIcon aria-hidden="true" className="text-muted-foreground" />
        </SidebarMenuButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-56">
        <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={current.slug} onValueChange={(slug) => router.push(`/${slug}`)}>
          {workspaces.map(({ slug, name, role }) => (
            <DropdownMenuRadioItem key={slug} value={slug}>
              <span className="truncate">{name}</span>
              <span className="ml-auto text-xs text-muted-foreground">{role.toLowerCase()}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
