const DONE = { done: true, value: undefined } as const;

/**
 * An answer's body as it is pulled. `end` is called once, whichever way it ends; it must close the connection if the body
 * has not ended by itself. Fails when no piece comes within the idle limit.
 */
export function pulledBody(
  stream: ReadableStream<Uint8Array> | null,
  idleTimeoutMs: number,
  end: () => void,
): AsyncIterableIterator<Uint8Array> {
  const reader = stream?.getReader();
  let isOver = false;
  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    end();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (isOver || !reader) {
        finish();
        return DONE;
      }
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        finish();
      }, idleTimeoutMs);
      try {
        const step = await reader.read();
        if (!step.done) return { done: false, value: step.value };
        finish();
        return DONE;
      } catch (cause) {
        if (isLate) throw new Error(`No byte came for ${idleTimeoutMs} ms.`, { cause });
        if (isOver) return DONE;
        finish();
        throw cause;
      } finally {
        clearTimeout(timer);
      }
    },
    async return() {
      finish();
      return DONE;
    },
  };
}
