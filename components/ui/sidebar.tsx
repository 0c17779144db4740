"use client";

import { PanelLeftIcon } from "lucide-react";
import { Slot } from "radix-ui";
import { type ComponentProps, useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { SIDEBAR_COOKIE } from "@/components/ui/sidebar-cookie";
import { Tooltip, TooltipContent, TooltipProvider, TooltipTrigger } from "@/components/ui/tooltip";
import { SidebarContext, type SidebarState, useSidebar } from "@/components/ui/use-sidebar";
import { cn } from "@/lib/ui/cn";

const COOKIE_MAX_AGE_S = 60 * 60 * 24 * 365;
export function SidebarProvider({
  defaultCollapsed,
  className,
  ...props
}: ComponentProps<"div"> & { defaultCollapsed: boolean }) {
  const [isCollapsed, setCollapsed] = useState(defaultCollapsed);
  const [isMobileOpen, setMobileOpen] = useState(false);

  const state = useMemo<SidebarState>(() => {
    function toggle() {
      if (window.matchMedia("(max-width: 767px)").matches) return setMobileOpen((isOpen) => !isOpen);
      document.cookie = `${SIDEBAR_COOKIE}=${isCollapsed ? "open" : "collapsed"}; path=/; max-age=${COOKIE_MAX_AGE_S}; samesite=lax`;
      setCollapsed(!isCollapsed);
    }
    return { isCollapsed, isMobileOpen, setMobileOpen, toggle };
  }, [isCollapsed, isMobileOpen]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "b" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      state.toggle();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [state]);

  return (
    <SidebarContext value={state}>
      <TooltipProvider>
        <div data-slot="sidebar-wrapper" className={cn("flex min-h-svh w-full", className)} {...props} />
      </TooltipProvider>
    </SidebarContext>
  );
}

export function Sidebar({ children, className, ...props }: ComponentProps<"div">) {
  const { isCollapsed, isMobileOpen, setMobileOpen } = useSidebar();
  return (
    <>
      <div
        data-slot="sidebar"
        data-state={isCollapsed ? "collapsed" : "expanded"}
        className={cn(
          "group/sidebar sticky top-0 hidden h-svh shrink-0 flex-col border-r border-sidebar-border bg-sidebar text-sidebar-foreground transition-[width] duration-150 md:flex",
          isCollapsed ? "w-13" : "w-58",
          className,
        )}
        {...props}
      >
        {children}
      </div>
      <Sheet open={isMobileOpen} onOpenChange={setMobileOpen}>
        <SheetContent side="left" data-state-sidebar="mobile" className="bg-sidebar text-sidebar-foreground md:hidden">
          <SheetTitle className="sr-only">Navigation</SheetTitle>
          <SheetDescription className="sr-only">Pages of this workspace.</SheetDescription>
          {children}
        </SheetContent>
      </Sheet>
    </>
  );
}

export function SidebarHeader({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="sidebar-header" className={cn("flex flex-col gap-1 p-2", className)} {...props} />;
}

export function SidebarContent({ className, ...props }: ComponentProps<"nav">) {
  return (
    <nav
      data-slot="sidebar-content"
      className={cn("flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-2", className)}
      {...props}
    />
  );
}

export function SidebarFooter({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="sidebar-footer" className={cn("flex flex-col gap-1 p-2", className)} {...props} />;
}

export function SidebarInset({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="sidebar-inset" className={cn("flex min-w-0 flex-1 flex-col", className)} {...props} />;
}

export function SidebarMenu({ className, ...props }: ComponentProps<"ul">) {
  return <ul data-slot="sidebar-menu" className={cn("flex w-full min-w-0 flex-col gap-0.5", className)} {...props} />;
}

export function SidebarMenuItem(props: ComponentProps<"li">) {
  return <li data-slot="sidebar-menu-item" {...props} />;
}

type MenuButtonProps = ComponentProps<"button"> & { asChild?: boolean; isActive?: boolean; tooltip: string };

export function SidebarMenuButton({
  asChild = false,
  isActive = false,
  tooltip,
  className,
  ...props
}: MenuButtonProps) {
  const { isCollapsed, isMobileOpen } = useSidebar();
  const Root = asChild ? Slot.Root : "button";
  const button = (
    <Root
      data-slot="sidebar-menu-button"
      data-active={isActive}
      className={cn(
        "flex h-8 w-full items-center gap-2.5 overflow-hidden rounded-md px-2.5 text-left text-sm outline-none transition-colors [&_svg]:size-4 [&_svg]:shrink-0",
        "hover:bg-sidebar-accent hover:text-sidebar-accent-foreground focus-visible:ring-[3px] focus-visible:ring-ring/50",
        "data-[active=true]:bg-sidebar-accent data-[active=true]:font-medium data-[active=true]:text-sidebar-accent-foreground",
        className,
      )}
      {...props}
    />
  );
  if (!isCollapsed || isMobileOpen) return button;
  return (
    <Tooltip>
      <TooltipTrigger asChild>{button}</TooltipTrigger>
      <TooltipContent side="right">{tooltip}</TooltipContent>
    </Tooltip>
  );
}

export function SidebarTrigger({ className, ...props }: ComponentProps<typeof Button>) {
  const { toggle } = useSidebar();
  return (
    <Button
      data-slot="sidebar-trigger"
      variant="ghost"
      size="icon-sm"
      className={className}
      onClick={toggle}
      {...props}
    >
      <PanelLeftIcon />
      <span className="sr-only">Toggle sidebar</span>
    </Button>
  );
}
