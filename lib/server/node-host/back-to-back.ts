/** Runs work, which must not throw, at the end of the event loop's turn. */
export type BackToBack = (work: () => void) => void;

/**
 * Gathers the work that one turn of the event loop brings and runs it in a row, in the order in which it came. A call's
 * code is far larger than a processor's caches: reading one request, another's answer and a third's body in turn finds
 * it cold each time. And who is written to several times in a row is woken once.
 */
export function createBackToBack(): BackToBack {
  let gathered: (() => void)[] = [];

  function runAll(): void {
    const works = gathered;
    gathered = [];
    for (const work of works) work();
  }

  return (work) => {
    if (gathered.length === 0) setImmediate(runAll);
    gathered.push(work);
  };
}
