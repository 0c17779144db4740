import { expect, it } from "vitest";
import { ERROR_GUIDE } from "@/lib/kernel/error-guide";
import { GATEWAY_ERRORS } from "@/lib/kernel/errors";
import { errorReference } from "./error-reference";

it("the page of errors has every code of the proxy once, with its own status", () => {
  const entries = errorReference().flatMap((group) => group.entries);
  expect(entries.map(({ code }) => code).sort()).toEqual(Object.keys(ERROR_GUIDE).sort());
  expect(entries.filter(({ status }) => status === null).map(({ code }) => code)).toEqual([
    "budget_stopped",
    "upstream_cut",
  ]);
  for (const [code, { status }] of Object.entries(GATEWAY_ERRORS)) {
    expect(entries.find((entry) => entry.code === code)?.status, code).toBe(status);
  }
});

it("every code says why and what mends it", () => {
  for (const { why, mend } of errorReference().flatMap((group) => group.entries)) {
    expect(why.endsWith(".")).toBe(true);
    expect(mend.endsWith(".")).toBe(true);
  }
});
