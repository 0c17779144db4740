/** Counts the failures of each name within the last `windowMs`, the one being reported included. */
export function createFailureCounter(windowMs: number): (name: string) => number {
  const failures = new Map<string, number[]>();
  return (name) => {
    const nowMs = performance.now();
    const recent = (failures.get(name) ?? []).filter((at) => nowMs - at < windowMs);
    recent.push(nowMs);
    failures.set(name, recent);
    return recent.length;
  };
}
