import type { DemoFacts } from "./stack";

export type DashboardSession = {
  cookie: string;
  /** Calls the management API as the signed-in member; throws with the answer's text when it is not a success. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
};

/** Signs in over HTTP as a browser does. */
export async function signIn(facts: DemoFacts): Promise<DashboardSession> {
  const jar = new Map<string, string>();
  const csrf = await fetch(`${facts.url}/api/auth/csrf`);
  keepCookies(jar, csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${facts.url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookieHeader(jar), origin: facts.url },
    body: new URLSearchParams({ csrfToken, email: facts.email, password: facts.password, json: "true" }),
  });
  keepCookies(jar, answer);
  if (![...jar.keys()].some((name) => name.includes("session-token"))) {
    throw new Error(`Sign-in failed with ${answer.status}: ${await answer.text()}`);
  }
  return { cookie: cookieHeader(jar), call: (method, path, body) => callApi(facts, jar, method, path, body) };
}

async function callApi<T>(
  facts: DemoFacts,
  jar: Map<string, string>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${facts.url}/api/v1/${path}`, {
    method,
    headers: {
      cookie: cookieHeader(jar),
      origin: facts.url,
      "x-sluice-workspace": facts.workspace,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  keepCookies(jar, answer);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

function keepCookies(jar: Map<string, string>, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
