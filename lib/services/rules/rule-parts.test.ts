import { expect, it } from "vitest";
import { partsOfRules } from "./rule-parts";

it("a changed rule is told to every part that holds it or held it", () => {
  expect(partsOfRules({})).toEqual(["workspace"]);
  expect(partsOfRules({ api_key_id: "k", end_user_id: null })).toEqual(["key:k"]);
  expect(partsOfRules({ api_key_id: "k", end_user_id: "ada" })).toEqual(["end_user:ada", "workspace"]);
  expect(partsOfRules({ api_key_id: "k" }, { api_key_id: null })).toEqual(["key:k", "workspace"]);
  expect(partsOfRules({ api_key_id: "k" }, { api_key_id: "k" })).toEqual(["key:k"]);
});
