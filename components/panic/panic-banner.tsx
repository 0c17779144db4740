"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonXIcon } from "lucide-react";
import Link from "next/link";
import { panicQuery } from "@/components/panic/panic-query";
import type { PanicState } from "@/components/panic/panic-state";

const MAX_NAMED = 3;

type PanicBannerProps = { workspace: string; workspaceId: string; initial: PanicState };

/** Stands above every page while calls are stopped; without it a frozen workspace looks like an outage. */
export function PanicBanner({ workspace, workspaceId, initial }: PanicBannerProps) {
  const { data } = useQuery({ ...panicQuery(workspace, workspaceId), initialData: initial });
  if (!data.isFrozen && data.frozenProjects.length === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-danger/30 bg-danger/10 px-4 py-2 text-sm md:px-6"
    >
      <OctagonXIcon aria-hidden="true" className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1 basis-48">
        <strong className="font-medium text-danger">
          {data.isFrozen ? "Sentry Mode is on." : projectsTitle(data.frozenProjects)}
        </strong>{" "}
        {data.isFrozen ? "Every call of this workspace is refused." : keysSentence(data.frozenProjects.length)}
      </p>
      <Link
        href={data.isFrozen ? `/${workspace}/settings` : `/${workspace}/projects`}
        className="shrink-0 rounded-sm font-medium underline underline-offset-4 outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50"
      >
        {data.isFrozen ? "Sentry Mode" : "Projects"}
      </Link>
    </div>
  );
}

function keysSentence(projects: number): string {
  return `Calls of ${projects === 1 ? "its" : "their"} keys are refused.`;
}

function projectsTitle(names: readonly string[]): string {
  const named = names.slice(0, MAX_NAMED).join(", ");
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return names.length === 1 ? `Project ${named} is frozen.` : `Projects ${named}${more} are frozen.`;
}
