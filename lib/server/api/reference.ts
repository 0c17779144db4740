import { slugOf, typeText } from "@/lib/server/api/type-text";
import { HTTP_METHODS } from "@/lib/services/api-contract/endpoint";
import type { JsonSchema } from "./json-schemas";
import { type Operation, openApiDocument } from "./openapi";

const MAX_LINE = 80;

export type ReferenceField = {
  name: string;
  place: "path" | "query" | "header" | "body" | "answer";
  type: string;
  isRequired: boolean;
  description: string;
};

export type ReferenceEndpoint = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  fields: ReferenceField[];
  status: string;
  /** What `data` is. */
  answer: string;
  curl: string;
};

export type ReferenceGroup = { id: string; name: string; endpoints: ReferenceEndpoint[] };

/** A thing that endpoints answer, with its fields. */
export type ReferenceSchema = { id: string; name: string; fields: ReferenceField[] };

/** The OpenAPI document as the reference page shows it. */
export function apiReference(): { groups: ReferenceGroup[]; schemas: ReferenceSchema[] } {
  const { tags, paths, components } = openApiDocument();
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = methods[method.toLowerCase()];
      return operation === undefined
        ? []
        : [{ group: operation.tags[0], endpoint: toEndpoint(method, path, operation) }];
    }),
  );
  const schemas = asSchemas(components.schemas);
  return {
    groups: tags.map(({ name }) => ({
      id: slugOf(name),
      name,
      endpoints: endpoints.filter(({ group }) => group === name).map(({ endpoint }) => endpoint),
    })),
    schemas: Object.entries(schemas).map(([name, schema]) => ({
      id: `schema-${slugOf(name)}`,
      name,
      fields: fieldsOf(schema, "answer"),
    })),
  };
}

function toEndpoint(method: string, path: string, operation: Operation): ReferenceEndpoint {
  const [status = "200", response] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  const body = operation.requestBody?.content["application/json"];
  return {
    id: operation.operationId,
    method,
    path: `/api/v1${path}`,
    summary: operation.summary,
    description: operation.description,
    fields: [
      ...operation.parameters.map((one) => ({
        name: one.name,
        place: one.in,
        type: typeText(one.schema),
        isRequired: one.required,
        description: descriptionOf(one.schema),
      })),
      ...(body === undefined ? [] : fieldsOf(body.schema, "body")),
    ],
    status,
    answer: typeText(dataSchemaOf(response)),
    curl: curlOf(method, path, body?.example),
  };
}

function fieldsOf(schema: JsonSchema, place: ReferenceField["place"]): ReferenceField[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    place,
    type: typeText(one),
    isRequired: required.includes(name),
    description: descriptionOf(one),
  }));
}

function descriptionOf(schema: JsonSchema): string {
  return typeof schema["description"] === "string" ? schema["description"] : "";
}

/** The document is our own: a success has JSON with `data`. */
function dataSchemaOf(response: unknown): JsonSchema {
  const { content } = response as { content: { "application/json": { schema: { properties: { data: JsonSchema } } } } };
  return content["application/json"].schema.properties.data;
}

/** The document's schemas are objects by name. */
function asSchemas(schemas: unknown): Readonly<Record<string, JsonSchema>> {
  return schemas as Readonly<Record<string, JsonSchema>>;
}

/** Inside the shell's single quotes, which end where a variable stands. */
function bodyText(example: unknown): string {
  const line = JSON.stringify(example);
  const text = line.length <= MAX_LINE ? line : JSON.stringify(example, null, 2).replaceAll("\n", "\n  ");
  return text.replaceAll(/\$[A-Z_]+/g, (variable) => `'${variable}'`);
}

function curlOf(method: string, path: string, example: unknown): string {
  const address = `"$SLUICE_URL/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}"`;
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${address}`,
    '  -H "authorization: Bearer $SLUICE_MANAGEMENT_KEY"',
    ...(example === undefined ? [] : ['  -H "content-type: application/json"', `  -d '${bodyText(example)}'`]),
  ];
  return lines.join(" \\\n");
}
