import { describe, expect, it } from "vitest";
import { COUNTRY_CODES } from "@/lib/kernel/countries";
import { COUNTRIES, countryName } from "./countries";

describe("country names", () => {
  it("are there for exactly the codes that the server takes", () => {
    expect(COUNTRIES.map(({ code }) => code).sort()).toEqual([...COUNTRY_CODES].sort());
    for (const { code, name } of COUNTRIES) expect(name).not.toBe(code);
  });

  it("read as a person writes them, and an unknown code as itself", () => {
    expect(countryName("DE")).toBe("Germany");
    expect(countryName("XX")).toBe("XX");
  });
});
