"use client";

import { BoxesIcon, LogOutIcon, PlusIcon, SearchIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect, useState, useTransition } from "react";
import { NAV_ITEMS, navHref } from "@/components/layout/nav-items";
import { THEMES } from "@/components/layout/theme-toggle";
import type { WorkspaceOption } from "@/components/layout/workspace-switcher";
import { Button } from "@/components/ui/button";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

type PaletteProps = { workspace: string; workspaces: readonly WorkspaceOption[]; signOut: () => Promise<void> };

export function CommandPalette(props: PaletteProps) {
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <>
      <Button
        variant="outline"
        size="sm"
        className="text-muted-foreground max-md:size-8 max-md:border-transparent max-md:bg-transparent max-md:px-0 max-md:shadow-none"
        onClick={() => setOpen(true)}
      >
        <SearchIcon />
        <span className="max-md:sr-only">Search</span>
        <Kbd aria-hidden="true" className="hidden md:inline-flex">
          Ctrl K
        </Kbd>
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogContent showCloseButton={false} className="top-[15%] translate-y-0 overflow-hidden p-0">
          <DialogTitle className="sr-only">Commands</DialogTitle>
          <DialogDescription className="sr-only">Search for a page or something to do.</DialogDescription>
          <PaletteList {...props} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function PaletteList({ workspace, workspaces, signOut, close }: PaletteProps & { close: () => void }) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [, startTransition] = useTransition();

  function go(href: string) {
    close();
    router.push(href);
  }

  return (
    <Command loop>
      <CommandInput placeholder="Go to a page or do something…" aria-label="Command" />
      <CommandList>
        <CommandEmpty>Nothing matches.</CommandEmpty>
        <CommandGroup heading="Go to">
          {NAV_ITEMS.map(({ segment, label, icon: Icon }) => (
            <CommandItem key={segment} onSelect={() => go(navHref(workspace, segment))}>
              <Icon aria-hidden="true" /> {label}
            </CommandItem>
          ))}
        </CommandGroup>
        <CommandGroup heading="Do">
          <CommandItem onSelect={() => go(`${navHref(workspace, "keys")}?new=true`)}>
            <PlusIcon aria-hidden="true" /> Create key
          </CommandItem>
          <CommandItem onSelect={() => go(`${navHref(workspace, "providers")}?new=true`)}>
            <PlusIcon aria-hidden="true" /> Add provider
          </CommandItem>
          <CommandItem onSelect={() => go(`${navHref(workspace, "budgets")}?new=true`)}>
            <PlusIcon aria-hidden="true" /> Create budget
          </CommandItem>
          <CommandItem onSelect={() => go(`${navHref(workspace, "limits")}?new=true`)}>
            <PlusIcon aria-hidden="true" /> Create limit
          </CommandItem>
        </CommandGroup>
        {workspaces.length > 1 && (
          <CommandGroup heading="Switch workspace">
            {workspaces.map(({ slug, name }) => (
              <CommandItem key={slug} value={`workspace ${name} ${slug}`} onSelect={() => go(`/${slug}`)}>
                <BoxesIcon aria-hidden="true" /> {name}
              </CommandItem>
            ))}
          </CommandGroup>
        )}
        <CommandGroup heading="Theme">
          {THEMES.map(({ value, label, icon: Icon }) => (
            <CommandItem
              key={value}
              value={`theme ${label}`}
              onSelect={() => {
                setTheme(value);
                close();
              }}
            >
              <Icon aria-hidden="true" /> {label}
            </CommandItem>
          ))}
        </CommandGroup>
        <CommandGroup heading="Account">
          <CommandItem onSelect={() => startTransition(signOut)}>
            <LogOutIcon aria-hidden="true" /> Sign out
          </CommandItem>
        </CommandGroup>
      </CommandList>
    </Command>
  );
}
