/** What every server action answers. `fieldErrors` is keyed by the input's field path. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; error: { code: string; message: string; fieldErrors: Readonly<Record<string, string>> } };

/** A server action as a client component receives it. */
export type Action<Input, Output> = (input: Input) => Promise<ActionResult<Output>>;
