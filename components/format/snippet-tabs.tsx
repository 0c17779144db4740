"use client";

import { CodeBlock } from "@/components/format/code-block";
import { useOrigin } from "@/components/format/use-origin";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { exampleModel, snippetsFor } from "@/lib/ui/snippets";

type SnippetTabsProps = { slug: string; dialect: string; apiKey: string; model?: string | undefined };

/** Ready-to-run calls through one provider of this installation. */
export function SnippetTabs({ slug, dialect, apiKey, model }: SnippetTabsProps) {
  const origin = useOrigin();
  const snippets = snippetsFor({ origin, slug, dialect, key: apiKey, model: model ?? exampleModel(dialect) });
  return (
    <Tabs key={slug} defaultValue="curl" className="w-full">
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
