/** The text of a control, trimmed; empty if the form has none of that name. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** What is written one a line, or separated by commas; each once. */
export function lineList(text: string): string[] {
  const names = text.split(/[\n,]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}
