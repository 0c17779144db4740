/** Loads a bundle of tests and runs it until its first failure. */
process.on("message", async (path: string) => {
  try {
    const bundle: { run: () => Promise<string | null> } = await import(path);
    process.send?.({ failure: await bundle.run() });
  } catch (cause) {
    process.send?.({ failure: `could not be loaded: ${String(cause)}` });
  }
});
