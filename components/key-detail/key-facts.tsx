import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/format/copy-button";
import { TimeText } from "@/components/format/time-text";
import { UNPRICED_WORDS } from "@/components/keys/unpriced-words";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { ApiKey } from "@/lib/services/api-keys/schema";
import { formatCount, formatDuration } from "@/lib/ui/format-number";

type KeyFactsProps = {
  workspace: string;
  apiKey: ApiKey;
  projectName: string | null;
  ownerName: string | null;
};

/** Who the key is and what it was set to. */
export function KeyFacts({ workspace, apiKey, projectName, ownerName }: KeyFactsProps) {
  const { rate_limit_requests: requests, rate_limit_window_ms: windowMs } = apiKey;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Key</CardTitle>
      </CardHeader>
      <CardContent className="pt-2">
        <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
          {apiKey.description && <Fact label="About">{apiKey.description}</Fact>}
          <Fact label="Id">
            <span className="flex min-w-0 items-center gap-1">
              <span className="truncate font-mono text-xs" title={apiKey.id}>
                {apiKey.id}
              </span>
              <CopyButton text={apiKey.id} what="id" variant="ghost" className="size-6" />
            </span>
          </Fact>
          <Fact label="Project">
            {apiKey.project_id ? (
              <Link
                href={`/${workspace}/rules?project=${apiKey.project_id}`}
                className="rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/50"
              >
                {projectName ?? "a deleted project"}
              </Link>
            ) : (
              "none"
            )}
          </Fact>
          <Fact label="Owner">{ownerName ?? "no longer a member"}</Fact>
          <Fact label="Providers">
            {apiKey.all_providers ? "all" : <Chips items={apiKey.providers.map(({ slug }) => slug)} />}
          </Fact>
          <Fact label="Models">{apiKey.allowed_models.length ? <Chips items={apiKey.allowed_models} /> : "all"}</Fact>
          <Fact label="Scopes">{apiKey.scopes.length ? <Chips items={apiKey.scopes} /> : "everything"}</Fact>
          <Fact label="Addresses">{apiKey.allowed_ips.length ? <Chips items={apiKey.allowed_ips} /> : "anywhere"}</Fact>
          <Fact label="Own limit">
            {requests === null || windowMs === null
              ? "none"
              : `${formatCount(requests)} calls / ${windowMs === 60_000 ? "min" : formatDuration(windowMs)}`}
          </Fact>
          <Fact label="No price">{UNPRICED_WORDS[apiKey.unpriced_policy]}</Fact>
          {apiKey.tags.length > 0 && (
            <Fact label="Tags">
              <Chips items={apiKey.tags} />
            </Fact>
          )}
          <Fact label="Created">
            <TimeText iso={apiKey.created_at} style="date" />
          </Fact>
        </dl>
      </CardContent>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Chips({ items }: { items: readonly string[] }) {
  if (items.length === 0) return "none";
  return (
    <span className="flex flex-wrap gap-1">
      {items.map((item) => (
        <Badge key={item} className="max-w-full font-mono text-[11px] font-normal">
          <span className="truncate">{item}</span>
        </Badge>
      ))}
    </span>
  );
}
