import type { JsonSchema } from "./json-schemas";

type Parts = {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  format?: string;
};

/** A schema in a few words: `string (uuid)`, `"enforce" | "shadow"`, `ApiKey[]`. */
export function typeText(schema: JsonSchema): string {
  const parts: Parts = schema;
  if (parts.$ref !== undefined) return parts.$ref.split("/").at(-1) ?? "object";
  if (parts.enum !== undefined) return parts.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (parts.const !== undefined) return JSON.stringify(parts.const);
  if (parts.anyOf !== undefined) return [...new Set(parts.anyOf.map(typeText))].join(" | ");
  if (parts.type === "array") return `${inBrackets(typeText(parts.items ?? {}))}[]`;
  if (parts.properties !== undefined) return objectText(parts.properties, parts.required ?? []);
  const type = Array.isArray(parts.type) ? parts.type.join(" | ") : String(parts.type ?? "any");
  return parts.format === undefined ? type : `${type} (${parts.format})`;
}

/** Part of an address: lower case, words joined by hyphens. */
export function slugOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** Fields that may be left out are marked as in TypeScript. A named thing is shown with its name, the rest by field alone. */
function objectText(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const type = typeof schema["$ref"] === "string" ? `: ${typeText(schema)}` : "";
    return `${name}${required.includes(name) ? "" : "?"}${type}`;
  });
  return `{ ${fields.join(", ")} }`;
}

function inBrackets(text: string): string {
  return text.includes(" | ") ? `(${text})` : text;
}
