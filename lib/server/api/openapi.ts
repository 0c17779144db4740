import type { Endpoint } from "@/lib/services/api-contract/endpoint";
import { API_CONTRACT } from "@/lib/services/api-contract/schema";
import { leastRole } from "@/lib/services/rights";
import { componentSchemas, inputSchema, type JsonSchema, outputSchema } from "./json-schemas";

type Properties = Readonly<Record<string, JsonSchema>>;

/** One operation of the document, with what the reference page needs of it. */
export type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description: string;
  parameters: readonly { name: string; in: "path" | "query" | "header"; required: boolean; schema: JsonSchema }[];
  requestBody?: { required: boolean; content: { "application/json": { schema: JsonSchema; example?: unknown } } };
  responses: Readonly<Record<string, unknown>>;
};

export type OpenApiDocument = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  servers: readonly { url: string }[];
  security: readonly Readonly<Record<string, readonly string[]>>[];
  tags: readonly { name: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<Record<string, unknown>>;
};

const PROBLEMS = {
  "401": "No session or management key, or one that is not good",
  "403": "The role or the key's scopes do not allow it",
  "404": "There is no such thing, or it is not yours to see",
  "409": "It conflicts with what is there, or the Idempotency-Key was used",
  "422": "The input is not valid; errors names the fields",
} as const;

const WORKSPACE_HEADER = {
  name: "x-sluice-workspace",
  description: "The workspace's slug. A management key may leave it out.",
};
const IDEMPOTENCY_HEADER = {
  name: "Idempotency-Key",
  description: "1 to 255 characters; a repeat within a day gets the first answer.",
};

let made: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document of the management API, made of the contract that the routes are made of. */
export function openApiDocument(): OpenApiDocument {
  made ??= createDocument();
  return made;
}

function createDocument(): OpenApiDocument {
  const endpoints: [string, Endpoint][] = Object.entries(API_CONTRACT);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of endpoints) {
    const [method = "", path = ""] = name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(method, path, endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sluice management API",
      version: "1",
      description:
        "Everything that the dashboard can do. Lists are read page by page with cursor and limit; failures are problem details (RFC 9457).",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ managementKey: [] }, { session: [] }],
    tags: [...new Set(endpoints.map(([, endpoint]) => endpoint.group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        managementKey: { type: "http", scheme: "bearer", bearerFormat: "slm_live_..." },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
      schemas: componentSchemas(),
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, text]) => [`Problem${status}`, problem(text)]),
      ),
    },
  };
}

function operationOf(method: string, path: string, endpoint: Endpoint): Operation {
  const input = objectSchema(inputSchema(endpoint.input));
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const rest = Object.fromEntries(Object.entries(input.properties).filter(([name]) => !inPath.includes(name)));
  const required = input.required.filter((name) => !inPath.includes(name));
  const hasBody = method === "POST" || method === "PATCH";
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.group],
    summary: endpoint.summary,
    description: `Scope ${endpoint.scope}, role ${leastRole(endpoint.scope)} or above.`,
    parameters: [
      ...inPath.map((name) => ({ name, in: "path" as const, required: true, schema: input.properties[name] ?? {} })),
      ...(hasBody ? [] : queryParameters(rest, required)),
      ...headerParameters(method, endpoint),
    ],
    ...(hasBody ? { requestBody: bodyOf(rest, required, endpoint.example) } : {}),
    responses: {
      [String(endpoint.status)]: {
        description: "Done",
        content: { "application/json": { schema: answerSchema(endpoint) } },
      },
      ...Object.fromEntries(
        Object.keys(PROBLEMS).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

function queryParameters(properties: Properties, required: readonly string[]) {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query" as const,
    required: required.includes(name),
    schema,
  }));
}

function headerParameters(method: string, { isAccount }: Endpoint) {
  const names = isAccount ? [] : [WORKSPACE_HEADER, ...(method === "POST" ? [IDEMPOTENCY_HEADER] : [])];
  return names.map(({ name, description }) => ({
    name,
    in: "header" as const,
    required: false,
    schema: { type: "string", description },
  }));
}

function bodyOf(properties: Properties, required: readonly string[], example: unknown) {
  const schema = {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  const content = { schema, ...(example === undefined ? {} : { example }) };
  return { required: required.length > 0, content: { "application/json": content } };
}

function answerSchema({ isList, output }: Endpoint): JsonSchema {
  const data = outputSchema(output);
  const properties = isList
    ? { data: { type: "array", items: data }, next_cursor: { type: ["string", "null"] } }
    : { data };
  return { type: "object", properties, required: Object.keys(properties) };
}

function problem(description: string) {
  const schema = { $ref: "#/components/schemas/Problem" };
  return { description, content: { "application/problem+json": { schema } } };
}

/** Inputs are objects by the contract's type; their conversion has these two. */
function objectSchema(schema: JsonSchema): { properties: Properties; required: readonly string[] } {
  const { properties = {}, required = [] } = schema as { properties?: Properties; required?: readonly string[] };
  return { properties, required };
}
