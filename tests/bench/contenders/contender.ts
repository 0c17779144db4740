/** One way from the generator to the upstream. */
export type Contender = {
  name: string;
  /** To be followed by a path of the OpenAI API, for answers that come at once. */
  chatUrl: string;
  /** The same for streams. */
  streamUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Where streams need others. */
  streamHeaders?: Readonly<Record<string, string>>;
  /** Process whose memory counts; null where nothing stands between. */
  pid: number | null;
  /** Runs after each measurement; rejects where the contender did not keep what it promised. */
  verify?(measured: { startedAtMs: number; answers: number }): Promise<void>;
  stop(): Promise<void>;
};
