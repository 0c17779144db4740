import { KeyRoundIcon, RocketIcon, ServerIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { SnippetTabs } from "@/components/format/snippet-tabs";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import { KEY_PLACEHOLDER } from "@/lib/ui/snippets";

/** What a first call could go through, whether there is a key yet, and whether any key was ever used. */
export type CallTarget = {
  provider: { slug: string; dialect: string } | null;
  hasKey: boolean;
  hasCalls: boolean;
};

/** The next step of a workspace without calls: a provider, then a key, then the call itself. */
export function FirstCall({ workspace, target }: { workspace: string; target: CallTarget }) {
  if (!target.provider) {
    return (
      <Step
        icon={<ServerIcon />}
        title="Add your first provider"
        text="An upstream API and the credential that stays here."
      >
        <Button asChild>
          <Link href={`/${workspace}/providers?new=true`}>Add provider</Link>
        </Button>
      </Step>
    );
  }
  if (!target.hasKey) {
    return (
      <Step
        icon={<KeyRoundIcon />}
        title="Create your first key"
        text="Your application calls with a key of its own; the provider's credential never leaves Sluice."
      >
        <Button asChild>
          <Link href={`/${workspace}/keys?new=true`}>Create key</Link>
        </Button>
      </Step>
    );
  }
  return (
    <Step
      icon={<RocketIcon />}
      title="Make the first call"
      text={`Put one of your keys into ${KEY_PLACEHOLDER.slice(1)} and run this. The call shows up here within seconds.`}
    >
      <SnippetTabs providers={[target.provider]} apiKey={KEY_PLACEHOLDER} />
    </Step>
  );
}

function Step({ icon, title, text, children }: { icon: ReactNode; title: string; text: string; children: ReactNode }) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia aria-hidden="true">{icon}</EmptyMedia>
        <EmptyTitle>{title}</EmptyTitle>
        <EmptyDescription>{text}</EmptyDescription>
      </EmptyHeader>
      <EmptyContent>{children}</EmptyContent>
    </Empty>
  );
}
