"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/lib/ui/cn";

const PAGES = [
  { segment: "", label: "General" },
  { segment: "/management-keys", label: "Management keys" },
] as const;

/** The pages of the settings. */
export function SettingsNav({ workspace }: { workspace: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="mb-4 flex gap-4 overflow-x-auto border-b">
      {PAGES.map(({ segment, label }) => {
        const href = `/${workspace}/settings${segment}`;
        const isActive = pathname === href;
        return (
          <Link
            key={segment}
            href={href}
            aria-current={isActive ? "page" : undefined}
            className={cn(
              "-mb-px rounded-t-sm border-b-2 px-0.5 pb-2 text-sm font-medium whitespace-nowrap outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50",
              isActive ? "border-primary" : "border-transparent text-muted-foreground hover:text-foreground",
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
