import { useState } from "react";
import { CopyButton } from "@/components/format/copy-button";
import { SnippetTabs } from "@/components/format/snippet-tabs";
import type { KeyChoices } from "@/components/keys/key-actions";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import type { CreateApiKeyResult } from "@/lib/services/api-keys/schema";

type NewKeyRevealProps = { created: CreateApiKeyResult; choices: KeyChoices; onClose: () => void };

export function NewKeyReveal({ created: { api_key: apiKey, key }, choices, onClose }: NewKeyRevealProps) {
  const allowed = new Set(apiKey.providers.map((provider) => provider.provider_id));
  const providers = choices.providers.filter(({ id }) => apiKey.all_providers || allowed.has(id));
  const preferred = providers.find(({ dialect }) => dialect === "openai") ?? providers[0];
  const [slug, setSlug] = useState(preferred?.slug ?? "");
  const provider = providers.find((candidate) => candidate.slug === slug);
  return (
    <div className="grid min-w-0 gap-5">
      <div className="flex gap-2">
        <Input
          readOnly
          autoFocus
          aria-label="The new key"
          value={key}
          onFocus={(event) => event.currentTarget.select()}
          className="font-mono md:text-xs"
        />
        <CopyButton text={key} what="key" isLabelled variant="default" className="h-9" />
      </div>
      {provider && (
        <section aria-label="First call" className="grid min-w-0 gap-2">
          <div className="flex items-center justify-between gap-2">
            <h3 className="text-sm font-medium">Make the first call</h3>
            {providers.length > 1 && (
              <Select value={slug} onValueChange={setSlug}>
                <SelectTrigger size="sm" aria-label="Provider">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  {providers.map((option) => (
                    <SelectItem key={option.id} value={option.slug}>
                      {option.name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            )}
          </div>
          <SnippetTabs
            providers={[provider, ...providers.filter((other) => other !== provider)]}
            apiKey={key}
            models={apiKey.allowed_models}
          />
        </section>
      )}
      <DialogFooter>
        <Button onClick={onClose}>I have stored it</Button>
      </DialogFooter>
    </div>
  );
}
