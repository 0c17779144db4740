/** A LIKE pattern that finds the text anywhere, its own wildcards taken literally. `*` is PostgREST's spelling of `%`. */
export function containsPattern(text: string): string {
  return `%${literal(text)}%`;
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`).replaceAll("*", "_");
}
