import type { Metadata } from "next";
import { DocsShell } from "@/components/docs/docs-shell";
import { EndpointSection } from "@/components/docs/endpoint-section";
import { FieldList } from "@/components/docs/field-list";
import { ReferenceIntro } from "@/components/docs/reference-intro";
import { ReferenceNav } from "@/components/docs/reference-nav";
import { apiReference } from "@/lib/server/api/reference";
import { SETUP_SCRIPT } from "@/lib/server/api/setup-script";

export const metadata: Metadata = { title: "API reference" };

export default function ApiReferencePage() {
  const { groups, schemas } = apiReference();
  const nav = groups.map(({ id, name, endpoints }) => ({ id, name, entries: endpoints.map(toEntry) }));
  return (
    <DocsShell nav={<ReferenceNav groups={nav} />}>
      <ReferenceIntro setupScript={SETUP_SCRIPT} />
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={group.id} className="pt-4">
          <h2 id={group.id} className="scroll-mt-16 pb-3 text-lg font-medium">
            {group.name}
          </h2>
          {group.endpoints.map((endpoint) => (
            <EndpointSection key={endpoint.id} endpoint={endpoint} />
          ))}
        </section>
      ))}
      <section aria-labelledby="schemas" className="space-y-6 pt-4">
        <h2 id="schemas" className="scroll-mt-16 text-lg font-medium">
          What is answered
        </h2>
        {schemas.map((schema) => (
          <section key={schema.id} id={schema.id} aria-label={schema.name} className="scroll-mt-16 space-y-2">
            <h3 className="font-mono text-sm font-medium">{schema.name}</h3>
            <FieldList fields={schema.fields} label={`Fields of ${schema.name}`} />
          </section>
        ))}
      </section>
    </DocsShell>
  );
}

function toEntry({ id, method, path, summary }: { id: string; method: string; path: string; summary: string }) {
  return { id, method, path: path.replace("/api/v1", ""), summary };
}
