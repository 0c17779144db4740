import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openApiDocument } from "@/lib/server/api/openapi";
import { API_CONTRACT } from "@/lib/services/api-contract/schema";

/** What JSON brings to a client: no functions, no undefined. */
const document = JSON.parse(JSON.stringify(openApiDocument()));

const TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"];

/** The vocabulary of JSON Schema 2020-12, as far as a keyword's value can be wrong. */
const Schema: z.ZodType = z.lazy(() =>
  z.union([
    z.boolean(),
    z.looseObject({
      $ref: z.string().startsWith("#/").optional(),
      type: z.union([z.enum(TYPES), z.array(z.enum(TYPES)).min(1)]).optional(),
      properties: z.record(z.string(), Schema).optional(),
      additionalProperties: Schema.optional(),
      propertyNames: Schema.optional(),
      items: Schema.optional(),
      anyOf: z.array(Schema).min(1).optional(),
      oneOf: z.array(Schema).min(1).optional(),
      allOf: z.array(Schema).min(1).optional(),
      required: z.array(z.string()).optional(),
      enum: z.array(z.unknown()).min(1).optional(),
      pattern: z
        .string()
        .refine((text) => new RegExp(text, "u") instanceof RegExp)
        .optional(),
      minLength: z.int().min(0).optional(),
      maxLength: z.int().min(0).optional(),
      minItems: z.int().min(0).optional(),
      maxItems: z.int().min(0).optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      description: z.string().optional(),
    }),
  ]),
);

const Content = z.record(z.string(), z.strictObject({ schema: Schema, example: z.unknown().optional() }));
const Response = z.union([
  z.strictObject({ $ref: z.string().startsWith("#/components/responses/") }),
  z.strictObject({ description: z.string().min(1), content: Content }),
]);
const Parameter = z
  .strictObject({
    name: z.string().min(1),
    in: z.enum(["path", "query", "header"]),
    required: z.boolean(),
    schema: Schema,
  })
  .refine((parameter) => parameter.in !== "path" || parameter.required);
const Operation = z.strictObject({
  operationId: z.string().min(1),
  tags: z.array(z.string()).min(1),
  summary: z.string().min(1),
  description: z.string(),
  parameters: z.array(Parameter),
  requestBody: z.strictObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), Response),
});

/** OpenAPI 3.1.0, section 4: the objects that this document uses, with the fields that each may have. */
const Document = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(z.string().startsWith("/"), z.partialRecord(z.enum(["get", "post", "patch", "delete"]), Operation)),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(["http", "apiKey"]) })),
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
    responses: z.record(z.string(), Response),
  }),
});

const operations: { path: string; operation: z.infer<typeof Operation> }[] = Object.entries(
  Document.parse(document).paths,
).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })));

function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === "$ref" ? [String(one)] : refsIn(one)));
}

describe("the OpenAPI document", () => {
  it("has the structure that OpenAPI 3.1 and JSON Schema 2020-12 ask for", () => {
    expect(Document.safeParse(document).error).toBeUndefined();
  });

  it("says so of a document that has not", () => {
    for (const broken of [
      { ...document, openapi: "3.0.0" },
      { ...document, paths: { keys: {} } },
      { ...document, surprise: true },
      { ...document, components: { ...document.components, schemas: { X: { type: "text" } } } },
    ]) {
      expect(Document.safeParse(broken).success).toBe(false);
    }
  });

  it("points at nothing that is not there", () => {
    const missing = refsIn(document).filter((ref) => {
      const parts = ref.slice(2).split("/");
      return parts.reduce<unknown>((at, part) => (Object(at) as Record<string, unknown>)[part], document) === undefined;
    });
    expect(refsIn(document).length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it("has every endpoint of the contract once, under an id of its own", () => {
    expect(operations).toHaveLength(Object.keys(API_CONTRACT).length);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it("declares every field of every path, and no other", () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((one) => one.in === "path").map((one) => one.name);
      expect(inPath, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it("shows examples that the endpoints' own schemas accept", () => {
    const id = "01932c07-209f-7f3a-9a41-3f6c1f0b7d52";
    for (const [name, endpoint] of Object.entries(API_CONTRACT)) {
      if (!("example" in endpoint) || endpoint.example === undefined) continue;
      const text = JSON.stringify(endpoint.example).replaceAll(/\$[A-Z_]+/g, id);
      const given = { ...JSON.parse(text), ...(name.includes("{id}") ? { id } : {}) };
      expect(endpoint.input.safeParse(given).error, name).toBeUndefined();
    }
  });

  it("tells no secret that is only ever written", () => {
    const { properties } = document.components.schemas.ProviderCredential;
    expect(Object.keys(properties)).toContain("has_secret");
    expect(Object.keys(properties)).not.toContain("api_key");
  });
});
