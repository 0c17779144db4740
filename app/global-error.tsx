"use client";

import { Button } from "@/components/ui/button";
import "./globals.css";

/** Replaces the whole document when the root layout itself fails, so it brings its own html and styles. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Sluice</title>
        <main className="mx-auto grid min-h-svh max-w-md content-center gap-3 p-6">
          <h1 className="text-xl font-semibold">Something went wrong on our side</h1>
          <p className="text-sm text-muted-foreground">
            Your applications' calls are not affected by this page. Try again; if it stays, look for this reference in
            the server's log.
          </p>
          {error.digest && <p className="font-mono text-xs text-muted-foreground">Reference {error.digest}</p>}
          <Button className="w-fit" onClick={reset}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  );
}
