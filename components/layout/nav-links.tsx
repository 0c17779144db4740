"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { NAV_ITEMS, navHref } from "@/components/layout/nav-items";
import { SidebarMenu, SidebarMenuButton, SidebarMenuItem } from "@/components/ui/sidebar";
import { useSidebar } from "@/components/ui/use-sidebar";

export function NavLinks({ workspace }: { workspace: string }) {
  const pathname = usePathname();
  const { setMobileOpen } = useSidebar();
  return (
    <SidebarMenu>
      {NAV_ITEMS.map(({ segment, label, icon: Icon }) => {
        const href = navHref(workspace, segment);
        const isActive = segment === "" ? pathname === href : pathname.startsWith(href);
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
  );
}
