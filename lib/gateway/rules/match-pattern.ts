const SPECIAL = /[.+?^${}()|[\]\\]/g;
const MAX_REMEMBERED = 5_000;
const compiled = new Map<string, RegExp>();

/** Whether `text` matches `pattern`, where `*` stands for any characters but `/`. Without `*` they must be equal. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  let expression = compiled.get(pattern);
  if (!expression) {
    if (compiled.size >= MAX_REMEMBERED) compiled.clear();
    expression = new RegExp(`^${pattern.replace(SPECIAL, "\\$&").replace(/\*+/g, "[^/]*")}$`);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** A model matches by its own name or by `provider slug/model`; the pattern `*` alone means every model, whatever its name. */
export function matchesModel(pattern: string, slug: string, model: string): boolean {
  return pattern === "*" || matchesPattern(pattern, model) || matchesPattern(pattern, `${slug}/${model}`);
}

/** An empty list allows every model. */
export function allowsModel(patterns: readonly string[], slug: string, model: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesModel(pattern, slug, model));
}
