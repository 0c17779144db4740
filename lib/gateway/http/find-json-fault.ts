const SPACE = /[ \n\r\t]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may come next: a value, a key, or what follows a value. `first` allows the closing bracket at once. */
type Awaited = "value" | "first value" | "key" | "first key" | "after";

/** The index of the first character that cannot belong to a JSON text (RFC 8259); the text's length if it ends too early. */
export function findJsonFault(text: string): number {
  const open: ("{" | "[")[] = [];
  let awaited: Awaited = "value";
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const character = text.charAt(at);
    const inside = open.at(-1);
    let next = at + 1;
    if (awaited === "after") {
      if (character === "," && inside) awaited = inside === "{" ? "key" : "value";
      else if (inside && character === closing(inside)) open.pop();
      else return at;
    } else if (awaited === "key" || awaited === "first key") {
      if (character === "}" && awaited === "first key") {
        open.pop();
        awaited = "after";
      } else {
        const colon = skip(SPACE, text, skipString(text, at));
        if (skipString(text, at) === at) return at;
        if (text[colon] !== ":") return colon;
        next = colon + 1;
        awaited = "value";
      }
    } else if (character === "{" || character === "[") {
      open.push(character);
      awaited = character === "{" ? "first key" : "first value";
    } else if (character === "]" && awaited === "first value") {
      open.pop();
      awaited = "after";
    } else {
      next = Math.max(skipString(text, at), skip(LITERAL, text, at));
      if (next === at) return at;
      awaited = "after";
    }
    at = skip(SPACE, text, next);
  }
  return at;
}

/** After the closing quote; `from` where no whole string begins there. Control characters must be escaped. */
function skipString(text: string, from: number): number {
  if (text[from] !== '"') return from;
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text.charCodeAt(at) < 32) return from;
    const next = text[at] === "\\" ? skip(ESCAPE, text, at) : at + 1;
    if (next === at) return from;
    at = next;
  }
  return at < text.length ? at + 1 : from;
}

/** After the match at `from`, or `from` where there is none. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function closing(open: "{" | "["): string {
  return open === "{" ? "}" : "]";
}
