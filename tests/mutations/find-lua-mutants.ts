import type { Mutant } from "./find-mutants";

const CHANGES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/(?<= )(?:<=|>=|<|>|==|~=)(?= )/g, swapped({ "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "~=", "~=": "==" })],
  [/(?<= )[-+*/](?= )/g, swapped({ "+": "-", "-": "+", "*": "/", "/": "*" })],
  [/\b(?:ceil|floor|min|max)(?=\()/g, swapped({ ceil: "floor", floor: "ceil", min: "max", max: "min" })],
  [/(?<![\w.'\]])\d+(?![\w.'])/g, (found) => String(Number(found) + 1)],
];
/** Declarations of keys, loops that would never end, and comments. */
const LEFT_OUT = /^\s*--|KEYS\[|ARGV\[|\bwhile\b|\bfor\b|divisor/;

/** Every change by one of the Lua in a file's template literals, found line by line: nobody parses Lua here. */
export function findLuaMutants(file: string, text: string): Mutant[] {
  const mutants: Mutant[] = [];
  let isLua = false;
  let offset = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const wasLua = isLua;
    if (/= `$/.test(line)) isLua = true;
    if (/^`;$/.test(line)) isLua = false;
    if (wasLua && isLua && !LEFT_OUT.test(line)) mutants.push(...mutantsOf(line, offset, file, index + 1, text));
    offset += line.length + 1;
  }
  return mutants;
}

function mutantsOf(line: string, offset: number, file: string, number: number, text: string): Mutant[] {
  return CHANGES.flatMap(([pattern, change]) =>
    [...line.matchAll(pattern)].map((match) => {
      const [found] = match;
      const start = offset + match.index;
      const to = change(found);
      return {
        file,
        line: number,
        code: line.trim(),
        change: `${found} to ${to}`,
        text: text.slice(0, start) + to + text.slice(start + found.length),
      };
    }),
  );
}

function swapped(by: Readonly<Record<string, string>>): (found: string) => string {
  return (found) => by[found] ?? found;
}
