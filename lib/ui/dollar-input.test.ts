import { expect, it } from "vitest";
import { centsFromDollars, dollarsFromCents } from "./dollar-input";

it.each([
  ["100", "10000"],
  ["$1,234.50", "123450"],
  [".5", "50"],
  ["0.000000001", "0.0000001"],
  ["9007199.25", "900719925"],
  ["007", "700"],
  ["12.", "1200"],
])("%s dollars are %s cents, to the last digit", (dollars, cents) => {
  expect(centsFromDollars(dollars)).toBe(cents);
});

it.each(["", ".", "-1", "ten", "1e3", "1.0000000001", "1 2"])("“%s” is no amount of dollars", (text) => {
  expect(centsFromDollars(text)).toBeNull();
});

it("shows an amount for editing so that it comes back as it was", () => {
  expect(dollarsFromCents("123450.0000000")).toBe("1234.50");
  expect(dollarsFromCents("0.0000001")).toBe("0.000000001");
  expect(dollarsFromCents(null)).toBe("");
  for (const cents of ["1", "99", "100", "900719924.1234563"])
    expect(centsFromDollars(dollarsFromCents(cents))).toBe(cents);
});
