type Span = { start: number; end: number };

/** Where the values of an object's own keys stand in its text; a key that occurs twice is a duplicate. The text must be valid JSON. */
export function topLevelSpans(text: string): { spans: Map<string, Span>; hasDuplicates: boolean } {
  const spans = new Map<string, Span>();
  let hasDuplicates = false;
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = skipString(text, at);
    const name = String(JSON.parse(text.slice(at, keyEnd)));
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, start);
    if (spans.has(name)) hasDuplicates = true;
    spans.set(name, { start, end });
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return { spans, hasDuplicates };
}

/** Sets own keys of a JSON object in its text and leaves every other character as it was: no number loses a digit. */
export function editTopLevel(text: string, changes: Readonly<Record<string, unknown>>): string {
  const { spans } = topLevelSpans(text);
  const known = Object.entries(changes).flatMap(([name, value]) => {
    const span = spans.get(name);
    return span ? [{ ...span, text: JSON.stringify(value) }] : [];
  });
  let edited = text;
  for (const change of known.sort((a, b) => b.start - a.start)) {
    edited = edited.slice(0, change.start) + change.text + edited.slice(change.end);
  }
  const added = Object.entries(changes).filter(([name]) => !spans.has(name));
  if (added.length === 0) return edited;
  const members = added.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",");
  const open = edited.indexOf("{") + 1;
  return `${edited.slice(0, open)}${members}${spans.size > 0 ? "," : ""}${edited.slice(open)}`;
}

/** Names as JSON writes them, by the names themselves. */
export function quotedNames(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, JSON.stringify(name)]));
}

/**
 * Whether a key the gateway decides by is written twice: readers differ in which of the two counts, so what we check
 * might not be what the upstream runs. The full scan is only for texts where it is possible.
 */
export function hasAmbiguousKeys(
  text: string,
  json: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): boolean {
  let isSuspect = text.includes("\\u00");
  for (const [name, quoted] of names) {
    // Of a key that is written twice the parser keeps one.
    if (isSuspect || json[name] === undefined) continue;
    const first = text.indexOf(quoted);
    isSuspect = first !== -1 && text.indexOf(quoted, first + quoted.length) !== -1;
  }
  return isSuspect && topLevelSpans(text).hasDuplicates;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t")) at += 1;
  return at;
}

/** From a quote to after its closing one. */
function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skipValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return skipString(text, from);
  if (first !== "{" && first !== "[") {
    let at = from;
    while (at < text.length && !",}] \n\r\t".includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const character = text[at];
    if (character === '"') {
      at = skipString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return text.length;
}
