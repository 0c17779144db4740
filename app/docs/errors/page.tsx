import type { Metadata } from "next";
import { DocsShell } from "@/components/docs/docs-shell";
import { ErrorSection } from "@/components/docs/error-section";
import { errorReference } from "@/lib/server/api/error-reference";

export const metadata: Metadata = { title: "Errors of the proxy" };

export default function ErrorsPage() {
  const groups = errorReference();
  return (
    <DocsShell title="Errors" nav={<ErrorNav groups={groups} />}>
      <h1 className="text-2xl font-semibold">Errors of the proxy</h1>
      <p className="max-w-prose py-4 text-sm text-muted-foreground">
        Every refusal of /api/proxy is JSON with <code className="font-mono">error.code</code>, one of the codes below,
        and <code className="font-mono">sluice.rule</code> where a rule stands behind it. A provider&apos;s own errors
        pass with their status and body. What an answer in a stream can end with comes as one last event.
      </p>
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={group.id} className="pt-4">
          <h2 id={group.id} className="scroll-mt-16 pb-3 text-lg font-medium">
            {group.name}
          </h2>
          {group.entries.map((entry) => (
            <ErrorSection key={entry.code} entry={entry} />
          ))}
        </section>
      ))}
    </DocsShell>
  );
}

function ErrorNav({ groups }: { groups: ReturnType<typeof errorReference> }) {
  return (
    <nav aria-label="Codes" className="space-y-4 text-sm">
      {groups.map(({ id, name, entries }) => (
        <div key={id}>
          <a href={`#${id}`} className="font-medium hover:underline">
            {name}
          </a>
          <ul className="mt-1 space-y-0.5">
            {entries.map(({ code }) => (
              <li key={code}>
                <a
                  href={`#${code}`}
                  className="block rounded-sm px-1 py-0.5 font-mono text-xs leading-5 break-all text-muted-foreground hover:bg-accent hover:text-accent-foreground"
                >
                  {code}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
