import { SnippetTabs } from "@/components/format/snippet-tabs";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { Provider } from "@/lib/services/providers/schema";
import { KEY_PLACEHOLDER } from "@/lib/ui/snippets";

export function TryProviderDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>Call {provider.name}</DialogTitle>
          <DialogDescription>
            Put a key that may call this provider in the place of {KEY_PLACEHOLDER}. The call appears in the logs.
          </DialogDescription>
        </DialogHeader>
        <SnippetTabs providers={[provider]} apiKey={KEY_PLACEHOLDER} />
      </DialogContent>
    </Dialog>
  );
}
