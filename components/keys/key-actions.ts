import type {
  ApiKey,
  CreateApiKeyInput,
  CreateApiKeyResult,
  RotateApiKeyInput,
  UpdateApiKeyInput,
} from "@/lib/services/api-keys/schema";
import type { Action } from "@/lib/ui/server-action";

/** What can be done with keys, as server actions that the page hands down. */
export type KeyActions = {
  create: Action<CreateApiKeyInput, CreateApiKeyResult>;
  update: Action<UpdateApiKeyInput, ApiKey>;
  rotate: Action<RotateApiKeyInput, CreateApiKeyResult>;
  revoke: Action<{ id: string }, unknown>;
  remove: Action<{ id: string }, unknown>;
};

/** What a key may be tied to. */
export type KeyChoices = {
  providers: readonly { id: string; name: string; slug: string; dialect: string }[];
  projects: readonly { id: string; name: string }[];
};
