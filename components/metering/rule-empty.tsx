import { type LucideIcon, PlusIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";

type RuleEmptyProps = {
  icon: LucideIcon;
  title: string;
  description: string;
  createLabel: string;
  /** Null for who may only look. */
  onCreate: (() => void) | null;
};

/** What a list of rules says before there are any. */
export function RuleEmpty({ icon: Icon, title, description, createLabel, onCreate }: RuleEmptyProps) {
  return (
    <Empty className="border border-dashed bg-card">
      <EmptyHeader>
        <EmptyMedia>
          <Icon aria-hidden="true" />
        </EmptyMedia>
        <EmptyTitle>{title}</EmptyTitle>
        <EmptyDescription>
          {description}
          {onCreate === null && " Ask an admin of this workspace to create one."}
        </EmptyDescription>
      </EmptyHeader>
      {onCreate !== null && (
        <EmptyContent>
          <Button onClick={onCreate}>
            <PlusIcon /> {createLabel}
          </Button>
        </EmptyContent>
      )}
    </Empty>
  );
}
