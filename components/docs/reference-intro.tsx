import { CodeBlock } from "@/components/format/code-block";

/** What holds for every endpoint, and a whole set-up to copy. */
export function ReferenceIntro({ setupScript }: { setupScript: string }) {
  return (
    <section aria-labelledby="introduction" className="space-y-3 pb-8 text-sm leading-relaxed">
      <h1 id="introduction" className="text-2xl font-semibold tracking-tight">
        Management API
      </h1>
      <p>
        Everything that the dashboard does is here too, under <Code>/api/v1</Code>. Send a management key as{" "}
        <Code>Authorization: Bearer slm_live_...</Code>; it acts for the member who made it, with the lower of the two
        roles and with its own scopes. A key belongs to one workspace; with a session, name yours in{" "}
        <Code>x-sluice-workspace</Code>.
      </p>
      <p>
        A single thing is answered as <Code>{'{"data": {...}}'}</Code>, a list as{" "}
        <Code>{'{"data": [...], "next_cursor": "..."}'}</Code>: send the cursor back as <Code>cursor</Code> for the next
        page, with <Code>limit</Code> up to 200. Money is in US cents, exact as decimal text.
      </p>
      <p>
        Failures are problem details (RFC 9457) with <Code>errors</Code> that name each field. What you may not see
        answers 404, exactly as what does not exist.
      </p>
      <p>
        A <Code>POST</Code> with <Code>Idempotency-Key</Code> takes effect once: the same call within 24 hours gets the
        first answer again, marked <Code>idempotent-replayed</Code>. Answers are kept encrypted. The same key with
        another body, or while the first call runs, is a 409.
      </p>
      <p>
        The same as a document:{" "}
        <a href="/api/v1/openapi.json" className="underline underline-offset-2">
          OpenAPI 3.1
        </a>
        .
      </p>
      <h2 className="pt-4 text-lg font-medium">A whole set-up with curl</h2>
      <p>Provider, credential, project, key, rate limit and budget, then the first call through the gateway.</p>
      <CodeBlock code={setupScript} what="script" />
    </section>
  );
}

function Code({ children }: { children: string }) {
  return <code className="rounded-sm bg-muted px-1 py-0.5 font-mono text-xs break-words">{children}</code>;
}
