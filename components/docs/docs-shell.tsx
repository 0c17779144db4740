import Link from "next/link";
import type { ReactNode } from "react";
import { LogoMark } from "@/components/layout/logo";
import { ThemeToggle } from "@/components/layout/theme-toggle";

/** The frame of pages that are read without signing in. */
export function DocsShell({
  title = "API reference",
  nav,
  children,
}: {
  title?: string;
  nav: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-background/90 px-4 backdrop-blur-sm">
        <Link href="/" className="flex items-center gap-2 text-sm font-semibold">
          <LogoMark className="size-6" /> Sluice
        </Link>
        <span className="flex-1 text-sm text-muted-foreground">{title}</span>
        <ThemeToggle />
      </header>
      <div className="mx-auto grid w-full max-w-[1200px] gap-8 px-4 md:grid-cols-[17rem_minmax(0,1fr)]">
        <aside className="max-md:mt-6 max-md:max-h-64 max-md:overflow-y-auto max-md:border-b md:py-6 md:sticky md:top-12 md:h-[calc(100svh-3rem)] md:overflow-y-auto">
          {nav}
        </aside>
        <main className="min-w-0 py-6">{children}</main>
      </div>
    </>
  );
}
