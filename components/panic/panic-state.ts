/** Whether the workspace is frozen, and which of its projects are. */
export type PanicState = { isFrozen: boolean; frozenProjects: readonly string[] };

export function toPanicState(
  workspace: { panic_mode: boolean },
  projects: readonly { name: string; panic_mode: boolean }[],
): PanicState {
  return {
    isFrozen: workspace.panic_mode,
    frozenProjects: projects.filter(({ panic_mode }) => panic_mode).map(({ name }) => name),
  };
}
