/** A pattern cut at its stars: the text must begin with the first piece, end with the last and hold the others in between. */
export type Pattern = readonly string[];

const MAX_REMEMBERED = 5_000;
const remembered = new Map<string, Pattern>();

export function compilePattern(pattern: string): Pattern {
  return pattern.split(/\*+/);
}

/**
 * Whether `text` matches, where a star stands for any characters but `/`. Taking each piece at its first place is
 * enough: a later place would only leave a longer way without a slash behind it. So no pattern makes a text costly.
 */
export function matchesCompiled(pattern: Pattern, text: string): boolean {
  const first = pattern[0] ?? "";
  const last = pattern.length - 1;
  if (last <= 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (let index = 1; index < last; index += 1) {
    const piece = pattern[index] ?? "";
    const found = text.indexOf(piece, at);
    if (found === -1 || hasSlash(text, at, found)) return false;
    at = found + piece.length;
  }
  const end = text.length - (pattern[last] ?? "").length;
  return end >= at && text.endsWith(pattern[last] ?? "") && !hasSlash(text, at, end);
}

/** Whether `text` matches `pattern`, where `*` stands for any characters but `/`. Without `*` they must be equal. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesCompiled(recall(pattern), text);
}

/** A model matches by its own name or by `provider slug/model`; the pattern `*` alone means every model, whatever its name. */
export function matchesModel(pattern: string, slug: string, model: string): boolean {
  return matchesCompiledModel(recall(pattern), slug, model);
}

export function matchesCompiledModel(pattern: Pattern, slug: string, model: string): boolean {
  if (pattern.length === 2 && pattern[0] === "" && pattern[1] === "") return true;
  return matchesCompiled(pattern, model) || matchesCompiled(pattern, `${slug}/${model}`);
}

/** An empty list allows every model. */
export function allowsModel(patterns: readonly string[], slug: string, model: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesModel(pattern, slug, model));
}

function recall(pattern: string): Pattern {
  let pieces = remembered.get(pattern);
  if (!pieces) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    pieces = compilePattern(pattern);
    remembered.set(pattern, pieces);
  }
  return pieces;
}

function hasSlash(text: string, from: number, to: number): boolean {
  const slash = text.indexOf("/", from);
  return slash !== -1 && slash < to;
}
