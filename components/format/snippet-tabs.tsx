"use client";

import { CodeBlock } from "@/components/format/code-block";
import { useOrigin } from "@/components/format/use-origin";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { modelFor, snippetsAcross } from "@/lib/ui/snippets";

type SnippetTabsProps = {
  /** The one to call with curl first; the SDKs take the first that speaks their dialect. */
  providers: readonly { slug: string; dialect: string }[];
  apiKey: string;
  /** Models that the key may call; empty means all. */
  models?: readonly string[];
};

/** Ready-to-run calls through providers of this installation. */
export function SnippetTabs({ providers, apiKey, models = [] }: SnippetTabsProps) {
  const origin = useOrigin();
  const targets = providers.map(({ slug, dialect }) => ({
    origin,
    slug,
    dialect,
    key: apiKey,
    model: modelFor(dialect, models),
  }));
  const snippets = snippetsAcross(targets);
  return (
    <Tabs defaultValue="curl" className="w-full">
      <TabsList aria-label="Language">
        {snippets.map(({ id, label }) => (
          <TabsTrigger key={id} value={id}>
            {label}
          </TabsTrigger>
        ))}
      </TabsList>
      {snippets.map(({ id, label, code }) => (
        <TabsContent key={id} value={id}>
          <CodeBlock code={code} what={`${label} snippet`} />
        </TabsContent>
      ))}
    </Tabs>
  );
}
