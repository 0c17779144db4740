import type { Part } from "./part";

/** Launches each part as soon as what it needs is ready. Rejects after all have settled, with the earliest failure. */
export async function launchInOrder(parts: readonly Part[], launch: (part: Part) => Promise<void>): Promise<void> {
  const launched = new Map<string, Promise<void>>();
  for (const part of parts) {
    const needed = part.needs.map((name) => {
      const earlier = launched.get(name);
      if (earlier === undefined) throw new Error(`${part.name} needs ${name}, which is no earlier part.`);
      return earlier;
    });
    launched.set(
      part.name,
      Promise.all(needed).then(() => launch(part)),
    );
  }
  const earliest = await Promise.all(launched.values()).then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  );
  await Promise.allSettled(launched.values());
  if (earliest !== undefined) throw earliest.cause;
}
