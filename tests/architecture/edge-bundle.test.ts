import { describe, expect, it } from "vitest";
import { bundleEdgeHost } from "../helpers/edge-variant";

describe("the edge variant as one script", () => {
  it("needs no module of Node's and nothing beside itself", async () => {
    const { code, imports } = await bundleEdgeHost();
    expect(imports).toEqual([]);
    expect(code).toContain("createEdgeHost");
    expect(code).not.toMatch(/["']node:|\brequire\(|\bimport\(/);
  });
});
