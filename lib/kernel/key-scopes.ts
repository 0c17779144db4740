/** What a virtual key may be limited to; `http` is any call of a provider whose dialect is not read. */
export const KEY_SCOPES = ["chat", "embeddings", "images", "audio", "moderations", "models:read", "http"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Everything, as an empty list of scopes is. */
export const ALL_SCOPES = "*";
