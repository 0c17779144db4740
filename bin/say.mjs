export const say = (text) => console.log(text);

/** A failure with a text for the person who typed the command; no stack trace helps them. */
export class LauncherError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.name = "LauncherError";
    this.exitCode = exitCode;
  }
}

/** Says what is being done, at once and then every ten seconds, so that no silence looks like a hang. */
export async function withProgress(what, work) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say(`${what} ...`);
  const timer = setInterval(() => say(`${what} ... ${seconds()} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
