/** A part that runs. */
export type RunningPart = {
  pid: number;
  port?: number;
  /** Resolves, never rejects, with how it ended ("was ended by SIGKILL"). */
  exited: Promise<string>;
  /** Resolves when it and all that it started are gone, if need be by force after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
};

/** Something that the supervisor starts, watches and stops. */
export type Part = {
  name: string;
  /** Names of earlier parts that must be ready before it starts. */
  needs: readonly string[];
  /** Names of parts it cannot outlive: when one of them has to be restarted, so has this one. */
  restartsWith: readonly string[];
  /** How long it may take to end in order before it is killed. */
  stopTimeoutMs: number;
  /** Resolves when ready; rejects with a sentence for a human, leaving nothing running. */
  start(onLog: (line: string) => void): Promise<RunningPart>;
};
