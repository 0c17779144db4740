"use client";

import { LogOutIcon } from "lucide-react";
import { useTransition } from "react";
import { Avatar, AvatarFallback } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { SidebarMenuButton } from "@/components/ui/sidebar";

export type Viewer = { name: string | null; email: string };

function initials({ name, email }: Viewer): string {
  const words = (name ?? email).split(/[\s@._-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
}

export function UserMenu({ viewer, signOut }: { viewer: Viewer; signOut: () => Promise<void> }) {
  const [isPending, startTransition] = useTransition();
  const shown = viewer.name ?? viewer.email;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <SidebarMenuButton tooltip={shown} className="h-11 px-1.5">
          <Avatar aria-hidden="true" className="size-6">
            <AvatarFallback className="text-[10px]">{initials(viewer)}</AvatarFallback>
          </Avatar>
          <span className="sr-only">Account of</span>
          <span className="grid min-w-0 flex-1 leading-tight">
            <span className="truncate font-medium text-sidebar-accent-foreground">{shown}</span>
            {viewer.name && <span className="truncate text-xs text-muted-foreground">{viewer.email}</span>}
          </span>
        </SidebarMenuButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-56">
        <DropdownMenuLabel className="truncate">Signed in as {viewer.email}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem disabled={isPending} onSelect={() => startTransition(signOut)}>
          <LogOutIcon aria-hidden="true" /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
