import type { SealedSecret } from "@/lib/gateway/ports";

/** Node accepts tags of 4 bytes unless told otherwise, which makes forging cheap. */
export const TAG_BYTES = 16;
export const IV_BYTES = 12;
export const AAD_VERSION = 1;

/** Where a secret belongs. It opens nowhere else: another row, field or workspace is refused. */
export type SecretPlace = Pick<SealedSecret, "owner_table" | "owner_id" | "field" | "workspace_id">;

/** A sealed secret that cannot be opened: altered, moved to another place, or sealed with a key that is not known here. */
export class UnopenableSecret extends Error {
  override readonly name = "UnopenableSecret";

  constructor() {
    super("A stored secret could not be opened. Enter it again, or restore the encryption key that sealed it.");
  }
}

/** What the tag also vouches for. JSON keeps the parts apart whatever characters they hold. */
export function additionalText(place: SecretPlace, keyId: string): string {
  return JSON.stringify([AAD_VERSION, place.owner_table, place.owner_id, place.field, place.workspace_id, keyId]);
}
