import "server-only";
import type { KeyActions } from "@/components/keys/key-actions";
import {
  createApiKeyAction,
  deleteApiKeyAction,
  revokeApiKeyAction,
  rotateApiKeyAction,
  updateApiKeyAction,
} from "./actions";

/** What the pages of keys hand down, bound to their workspace. */
export function keyActions(workspace: string): KeyActions {
  return {
    create: createApiKeyAction.bind(null, workspace),
    update: updateApiKeyAction.bind(null, workspace),
    rotate: rotateApiKeyAction.bind(null, workspace),
    revoke: revokeApiKeyAction.bind(null, workspace),
    remove: deleteApiKeyAction.bind(null, workspace),
  };
}
