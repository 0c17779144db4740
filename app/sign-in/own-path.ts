const ANY_ORIGIN = "http://own.invalid";

/** The text if it is a path of this site, else null: a sign-in never sends anyone elsewhere. */
export function ownPath(text: string | null): string | null {
  if (text === null || !text.startsWith("/") || !URL.canParse(text, ANY_ORIGIN)) return null;
  const url = new URL(text, ANY_ORIGIN);
  return url.origin === ANY_ORIGIN ? `${url.pathname}${url.search}` : null;
}
