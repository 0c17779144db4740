import { PostgrestError } from "@supabase/supabase-js";
import { describe, expect, it } from "vitest";
import { DataApiUnreachable } from "./data-api-fetch";
import { fromDatabaseError } from "./errors";

function postgrest(code: string, message = "raw text"): PostgrestError {
  return new PostgrestError({ code, message, details: "", hint: "" });
}

describe("errors of the data API", () => {
  it("of a taken value are a conflict at the field, not at the tenant's column", () => {
    const error = fromDatabaseError(
      postgrest("23505", 'duplicate key value violates unique constraint "providers_slug_key"'),
    );
    expect(error?.code).toBe("conflict");
    expect(Object.keys(error?.fieldErrors ?? {})).toEqual(["slug"]);
  });

  it("of a reference into another tenant say that there is no such thing, at the field", () => {
    const error = fromDatabaseError(
      postgrest(
        "23503",
        'insert or update on table "api_keys" violates foreign key constraint "api_keys_workspace_id_project_id_fkey"',
      ),
    );
    expect([error?.code, error?.fieldErrors]).toEqual([
      "invalid_input",
      { project_id: "There is no such thing in this workspace." },
    ]);
  });

  it.each([
    ["42501", "forbidden"],
    ["23514", "invalid_input"],
    ["PGRST116", "not_found"],
    ["08006", "unavailable"],
    ["57P01", "unavailable"],
    ["53300", "unavailable"],
    ["XX000", "internal"],
  ])("with SQLSTATE %s are %s", (sqlstate, code) => {
    expect(fromDatabaseError(postgrest(sqlstate))?.code).toBe(code);
  });

  it("of an API that does not answer are our outage", () => {
    expect(fromDatabaseError(new DataApiUnreachable("x"))?.code).toBe("unavailable");
  });

  it("never pass on what Postgres says to programmers, and keep it as the cause", () => {
    const cause = postgrest("42501", 'permission denied for table "users"');
    const error = fromDatabaseError(cause);
    expect(error?.message).not.toContain("users");
    expect(error?.cause).toBe(cause);
  });

  it("pass on the sentences that our own SQL raises", () => {
    const text = "A workspace needs an OWNER: make another member OWNER first.";
    expect(fromDatabaseError(postgrest("23514", text))?.message).toBe(text);
  });

  it("leave every other error to who threw it", () => {
    expect(fromDatabaseError(new Error("x"))).toBeNull();
  });
});
