"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId } from "react";
import { NAV_GROUPS, navHref } from "@/components/layout/nav-items";
import { SidebarMenu, SidebarMenuButton, SidebarMenuItem } from "@/components/ui/sidebar";
import { useSidebar } from "@/components/ui/use-sidebar";

export function NavLinks({ workspace }: { workspace: string }) {
  const pathname = usePathname();
  const { setMobileOpen } = useSidebar();
  const id = useId();
  return NAV_GROUPS.map(({ label: group, items }) => (
    <div key={group} className="grid gap-0.5">
      <p
        id={`${id}-${group}`}
        className="px-2.5 pt-1.5 pb-1 text-[11px] font-medium text-muted-foreground group-data-[state=collapsed]/sidebar:sr-only"
      >
        {group}
      </p>
      <SidebarMenu aria-labelledby={`${id}-${group}`}>
        {items.map(({ segment, label, icon: Icon }) => {
          const href = navHref(workspace, segment);
          const isActive = pathname === href || (segment !== "" && pathname.startsWith(`${href}/`));
          return (
            <SidebarMenuItem key={segment}>
              <SidebarMenuButton asChild isActive={isActive} tooltip={label}>
                <Link href={href} aria-current={isActive ? "page" : undefined} onClick={() => setMobileOpen(false)}>
                  <Icon aria-hidden="true" />
                  <span className="truncate">{label}</span>
                </Link>
              </SidebarMenuButton>
            </SidebarMenuItem>
          );
        })}
      </SidebarMenu>
    </div>
  ));
}
