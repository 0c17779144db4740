import { expect, it } from "vitest";
import { countsOtherwise } from "./counts-otherwise";

const before = { name: "a", project_id: null, per: ["end_user"], reset_anchor: "2026-11-21T10:00:00+00:00", amount: 1 };
const changes = (patch: Record<string, unknown>) =>
  countsOtherwise(before, patch, ["project_id", "per", "reset_anchor"]);

it("tells a change of what is counted from all others", () => {
  expect(changes({ name: "b", amount: 2 })).toBe(false);
  expect(changes({ project_id: null, per: ["end_user"] })).toBe(false);
  expect(changes({ reset_anchor: "2026-11-21T11:00:00+01:00" })).toBe(false);
  expect(changes({ project_id: "p" })).toBe(true);
  expect(changes({ per: [] })).toBe(true);
  expect(changes({ reset_anchor: null })).toBe(true);
});
