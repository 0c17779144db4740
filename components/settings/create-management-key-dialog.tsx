import { useState } from "react";
import { CodeBlock } from "@/components/format/code-block";
import { CopyButton } from "@/components/format/copy-button";
import { useOrigin } from "@/components/format/use-origin";
import { ManagementKeyForm } from "@/components/settings/management-key-form";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { CreateManagementKeyInput, CreateManagementKeyResult } from "@/lib/services/management-keys/schema";
import type { Role } from "@/lib/services/workspaces/schema";
import type { Action } from "@/lib/ui/server-action";

/** A role that the viewer may hand on, with what it may do. */
export type RoleChoice = { role: Role; scopes: readonly string[] };

type DialogProps = {
  roles: readonly RoleChoice[];
  create: Action<CreateManagementKeyInput, CreateManagementKeyResult>;
  onCreated: () => void;
  onClose: () => void;
};

/** Asks for the settings, then shows the new secret. It lives in this dialog's state alone and goes with it. */
export function CreateManagementKeyDialog({ roles, create, onCreated, onClose }: DialogProps) {
  const [created, setCreated] = useState<CreateManagementKeyResult | null>(null);

  function keep(event: Event) {
    if (created) event.preventDefault();
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="sm:max-w-xl" showCloseButton={!created} onEscapeKeyDown={keep} onInteractOutside={keep}>
        <DialogHeader>
          <DialogTitle>{created ? "Store this key now" : "Create management key"}</DialogTitle>
          <DialogDescription>
            {created
              ? "This is the only time it is shown. Sluice keeps a hash of it, so nobody can look it up later."
              : "It acts for you in the management API, with at most the rights that you have at that moment."}
          </DialogDescription>
        </DialogHeader>
        {created ? (
          <Reveal created={created} onClose={onClose} />
        ) : (
          <ManagementKeyForm
            roles={roles}
            create={create}
            onCancel={onClose}
            onCreated={(result) => {
              setCreated(result);
              onCreated();
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

/** A first question that the key may ask. */
function firstPath(scopes: readonly string[]): string {
  const readable = scopes.find((scope) => scope.endsWith(":read") && !scope.startsWith("workspace"));
  if (scopes.length === 0 || readable === undefined) return "workspaces";
  return readable.startsWith("credentials") ? "provider-credentials" : readable.slice(0, -":read".length);
}

function Reveal({ created, onClose }: { created: CreateManagementKeyResult; onClose: () => void }) {
  const origin = useOrigin();
  const path = firstPath(created.management_key.scopes);
  return (
    <div className="grid min-w-0 gap-5">
      <div className="flex gap-2">
        <Input
          readOnly
          autoFocus
          aria-label="The new management key"
          value={created.key}
          onFocus={(event) => event.currentTarget.select()}
          className="font-mono md:text-xs"
        />
        <CopyButton text={created.key} what="key" isLabelled variant="default" className="h-9" />
      </div>
      <section aria-label="First call" className="grid min-w-0 gap-2">
        <h3 className="text-sm font-medium">Ask something with it</h3>
        <CodeBlock
          what="curl call"
          code={`curl ${origin}/api/v1/${path} \\\n  -H "authorization: Bearer ${created.key}"`}
        />
      </section>
      <DialogFooter>
        <Button onClick={onClose}>I have stored it</Button>
      </DialogFooter>
    </div>
  );
}
