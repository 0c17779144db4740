import { beforeAll, describe, expect, it } from "vitest";
import { isTest, type SourceFile, sourceFiles } from "./source-files";

const generated = ["lib/adapters/supabase/database.types.ts"];
const isExempt = ({ path }: SourceFile) =>
  path.startsWith("components/ui/") || path.includes("fixtures") || generated.includes(path);

let files: SourceFile[];
beforeAll(async () => {
  files = await sourceFiles(["app", "bin", "components", "lib", "tests"]);
});

const pathsWith = (candidates: SourceFile[], pattern: RegExp) =>
  candidates.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe("pure layers", () => {
  const forbidden = {
    "the environment": /process\.env/,
    "the wall clock": /Date\.now\(|new Date\(\s*\)/,
    "Node's own modules": /["']node:/,
    Next: /["']next(\/|["'])/,
  };

  it.each(Object.entries(forbidden))("hold no trace of %s", (_what, pattern) => {
    const pure = files.filter((file) => /^lib\/(kernel|ledger|gateway)\//.test(file.path) && !isTest(file));
    expect(pure.length).toBeGreaterThan(5);
    expect(pathsWith(pure, pattern)).toEqual([]);
  });
});

describe("every source file", () => {
  it("has at most 300 lines, a test at most 400", () => {
    const tooLong = files
      .filter((file) => !isExempt(file))
      .map((file) => ({
        path: file.path,
        lines: file.text.trimEnd().split("\n").length,
        most: isTest(file) ? 400 : 300,
      }))
      .filter(({ lines, most }) => lines > most);
    expect(tooLong).toEqual([]);
  });

  it("silences neither the compiler nor the linter", () => {
    const checked = files.filter((file) => !isExempt(file) && !file.path.startsWith("tests/architecture/"));
    expect(pathsWith(checked, /@ts-(ignore|nocheck|expect-error)|biome-ignore(-all)?\b(?!.*: \S)|\bas any\b/)).toEqual(
      [],
    );
  });

  it("imports the database client in services and jobs as a type only", () => {
    const verbs = files.filter((file) => /^lib\/(services|jobs)\//.test(file.path) && !isTest(file));
    expect(pathsWith(verbs, /^import (?!type )[^;]*["']@supabase\/supabase-js["']/m)).toEqual([]);
  });

  it("lets no browser file import server-only code's marker", () => {
    const browser = files.filter(({ text }) => /^["']use client["']/.test(text));
    expect(pathsWith(browser, /["']server-only["']/)).toEqual([]);
  });
});
