import { PencilIcon, RotateCwIcon } from "lucide-react";
import type { KeyActions } from "@/components/keys/key-actions";
import type { KeyDialog } from "@/components/keys/key-dialogs";
import { KeyMenu } from "@/components/keys/key-menu";
import { Button } from "@/components/ui/button";
import type { ApiKey } from "@/lib/services/api-keys/schema";

type KeyButtonsProps = {
  apiKey: ApiKey;
  update: KeyActions["update"];
  onChanged: () => void;
  onOpen: (dialog: KeyDialog) => void;
};

/** What is done with a key most, and the rest in a menu. */
export function KeyButtons(props: KeyButtonsProps) {
  const { apiKey, onOpen } = props;
  return (
    <>
      {apiKey.status !== "revoked" && (
        <>
          <Button variant="outline" size="sm" onClick={() => onOpen({ kind: "edit", apiKey })}>
            <PencilIcon /> Edit
          </Button>
          <Button variant="outline" size="sm" onClick={() => onOpen({ kind: "rotate", apiKey })}>
            <RotateCwIcon /> Rotate
          </Button>
        </>
      )}
      <KeyMenu {...props} canWrite />
    </>
  );
}
