import { format } from "node:util";
import { afterEach, beforeEach, vi } from "vitest";

/**
 * What a test prints as an error or a warning is a defect nobody looked at: the test fails with the text.
 * A test that expects such output replaces the method itself: `vi.spyOn(console, "error").mockImplementation(...)`.
 */
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of ["error", "warn"] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      printed.push(`console.${method}: ${format(...parts)}`);
    });
  }
});

afterEach(() => {
  if (printed.length > 0) throw new Error(`Unexpected console output:\n${printed.join("\n")}`);
});
