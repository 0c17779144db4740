import { describe, expect, it } from "vitest";
import { apiReference } from "@/lib/server/api/reference";
import { typeText } from "@/lib/server/api/type-text";

const { groups, schemas } = apiReference();
const endpoints = groups.flatMap((group) => group.endpoints);
const find = (id: string) => endpoints.find((endpoint) => endpoint.id === id);

describe("the reference", () => {
  it("shows a curl call whose variables the shell fills in", () => {
    expect(find("createProviderCredential")?.curl).toContain(`"provider_id":"'$PROVIDER_ID'"`);
    expect(find("getKey")?.curl).toBe(
      'curl "$SLUICE_URL/api/v1/keys/$ID" \\\n  -H "authorization: Bearer $SLUICE_MANAGEMENT_KEY"',
    );
  });

  it("says of each field where it goes and whether it may be left out", () => {
    expect(find("updateKey")?.fields.find((field) => field.name === "id")).toMatchObject({
      place: "path",
      isRequired: true,
    });
    expect(find("createBudget")?.fields.find((field) => field.name === "amount_cents")).toMatchObject({
      place: "body",
      isRequired: true,
      type: "number | string",
    });
    expect(find("listLogs")?.fields.find((field) => field.name === "limit")).toMatchObject({ place: "query" });
  });

  it("names what is answered, and describes it once", () => {
    expect([find("getBudget")?.answer, find("listKeys")?.answer]).toEqual(["Budget", "ApiKey[]"]);
    expect(find("createKey")?.answer).toBe("{ api_key: ApiKey, key }");
    expect(schemas.find((schema) => schema.name === "Budget")?.fields.map((field) => field.name)).toContain(
      "held_cents",
    );
  });

  it("gives every heading an address of its own", () => {
    const ids = [...groups, ...schemas, ...endpoints].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("typeText", () => {
  it.each([
    [{ type: "string", format: "uuid" }, "string (uuid)"],
    [{ enum: ["a", "b"] }, '"a" | "b"'],
    [{ type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } }, "(string | null)[]"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ $ref: "#/components/schemas/Budget" }, "Budget"],
    [{ type: "object", properties: { a: {}, b: {} }, required: ["a"] }, "{ a, b? }"],
  ])("reads %j as %s", (schema, text) => {
    expect(typeText(schema)).toBe(text);
  });
});
