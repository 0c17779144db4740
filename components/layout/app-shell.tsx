import type { ReactNode } from "react";
import { CommandPalette } from "@/components/layout/command-palette";
import { NavLinks } from "@/components/layout/nav-links";
import { PageBreadcrumbs } from "@/components/layout/page-breadcrumbs";
import { ThemeToggle } from "@/components/layout/theme-toggle";
import { UserMenu, type Viewer } from "@/components/layout/user-menu";
import { type WorkspaceOption, WorkspaceSwitcher } from "@/components/layout/workspace-switcher";
import {
  Sidebar,
  SidebarContent,
  SidebarFooter,
  SidebarHeader,
  SidebarInset,
  SidebarProvider,
  SidebarTrigger,
} from "@/components/ui/sidebar";

type AppShellProps = {
  viewer: Viewer;
  current: WorkspaceOption;
  workspaces: readonly WorkspaceOption[];
  isSidebarCollapsed: boolean;
  signOut: () => Promise<void>;
  /** What concerns every page, e.g. that calls are stopped. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every page of a workspace: navigation, search, account, and the page itself as `main`. */
export function AppShell({
  viewer,
  current,
  workspaces,
  isSidebarCollapsed,
  signOut,
  banner,
  children,
}: AppShellProps) {
  return (
    <SidebarProvider defaultCollapsed={isSidebarCollapsed}>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-sm text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Sidebar>
        <SidebarHeader className="max-md:pr-12">
          <WorkspaceSwitcher current={current} workspaces={workspaces} />
        </SidebarHeader>
        <SidebarContent aria-label="Main">
          <NavLinks workspace={current.slug} />
        </SidebarContent>
        <SidebarFooter>
          <UserMenu viewer={viewer} signOut={signOut} />
        </SidebarFooter>
      </Sidebar>
      <SidebarInset>
        <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-background/90 px-3 backdrop-blur-sm md:px-4">
          <SidebarTrigger className="-ml-1" />
          <PageBreadcrumbs workspace={current.slug} name={current.name} />
          <CommandPalette workspace={current.slug} workspaces={workspaces} signOut={signOut} />
          <ThemeToggle />
        </header>
        {banner}
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1440px] flex-1 p-4 outline-none md:p-6">
          {children}
        </main>
      </SidebarInset>
    </SidebarProvider>
  );
}
