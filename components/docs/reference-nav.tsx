"use client";

import { useId, useState } from "react";
import { Input } from "@/components/ui/input";

export type NavGroup = {
  id: string;
  name: string;
  entries: readonly { id: string; method: string; path: string; summary: string }[];
};

/** The headings of the reference, narrowed by what is typed. */
export function ReferenceNav({ groups }: { groups: readonly NavGroup[] }) {
  const [wanted, setWanted] = useState("");
  const inputId = useId();
  const found = groups
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => matches(entry, group.name, wanted)) }))
    .filter((group) => group.entries.length > 0);
  return (
    <nav aria-label="Endpoints" className="space-y-4 text-sm">
      <label htmlFor={inputId} className="sr-only">
        Find an endpoint
      </label>
      <Input
        id={inputId}
        type="search"
        placeholder="Find an endpoint"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <p role="status" className="text-xs text-muted-foreground">
        {found.length === 0 ? "No endpoint matches." : ""}
      </p>
      {found.map((group) => (
        <div key={group.id}>
          <a href={`#${group.id}`} className="font-medium hover:underline">
            {group.name}
          </a>
          <ul className="mt-1 space-y-0.5">
            {group.entries.map((entry) => (
              <li key={entry.id}>
                <a
                  href={`#${entry.id}`}
                  className="flex gap-2 rounded-sm px-1 py-0.5 text-muted-foreground hover:bg-accent hover:text-accent-foreground"
                >
                  <span className="w-14 shrink-0 font-mono text-xs leading-5">{entry.method}</span>
                  <span className="min-w-0 font-mono text-xs leading-5 break-all">{entry.path}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function matches(entry: NavGroup["entries"][number], group: string, wanted: string): boolean {
  const text = `${group} ${entry.method} ${entry.path} ${entry.summary}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
