import { isDeepStrictEqual } from "node:util";

/**
 * Enough of vitest for the suites of a mutation run: they are loaded and run hundreds of times in one process, until the
 * first failure. Without any mutation all of them must pass, which shows whether this is enough.
 */
type Run = () => unknown;
type Test = { name: string; run: Run; before: Run[]; after: Run[] };
type Block = { name: string; tests: Test[]; beforeAll: Run[]; afterAll: Run[]; beforeEach: Run[]; afterEach: Run[] };

const blocks: Block[] = [];
const open: Block[] = [];

const current = (): Block => {
  const block = open.at(-1) ?? newBlock("");
  if (open.length === 0) open.push(block);
  return block;
};

function newBlock(name: string): Block {
  const block = { name, tests: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  blocks.push(block);
  return block;
}

function describeBlock(name: string, define: () => void): void {
  const outer = current();
  const block = newBlock(`${outer.name}${name} > `);
  block.beforeEach.push(...outer.beforeEach);
  block.afterEach.push(...outer.afterEach);
  open.push(block);
  define();
  open.pop();
}

function defineTest(name: string, run: Run): void {
  const { tests, beforeEach: before, afterEach: after, name: outer } = current();
  tests.push({ name: `${outer}${name}`, run, before, after });
}

/** Titles are for people; the values of a table are not put into them. */
const each = (define: (name: string, run: Run) => void) => (table: readonly unknown[]) => {
  return (name: string, run: (...values: unknown[]) => unknown) => {
    for (const [n, row] of table.entries())
      define(`${name} #${n}`, () => (Array.isArray(row) ? run(...row) : run(row)));
  };
};

export const describe = Object.assign(describeBlock, { each: each(describeBlock) });
export const it = Object.assign(defineTest, { each: each(defineTest) });
export const beforeAll = (run: Run) => void current().beforeAll.push(run);
export const afterAll = (run: Run) => void current().afterAll.push(run);
export const beforeEach = (run: Run) => void current().beforeEach.push(run);
export const afterEach = (run: Run) => void current().afterEach.push(run);

/** Runs what was defined; the first failure, or null. */
export async function runTests(): Promise<string | null> {
  for (const block of blocks) {
    if (block.tests.length === 0) continue;
    const failure = await runBlock(block);
    if (failure !== null) return failure;
  }
  return null;
}

async function runBlock(block: Block): Promise<string | null> {
  let name = block.name;
  try {
    for (const run of block.beforeAll) await run();
    for (const one of block.tests) {
      name = one.name;
      for (const run of one.before) await run();
      await one.run();
      for (const run of one.after) await run();
    }
    for (const run of block.afterAll) await run();
    return null;
  } catch (cause) {
    return `${name}: ${cause instanceof Error ? cause.message.slice(0, 300) : String(cause)}`;
  }
}

type Pattern = string | RegExp | (new (...given: never[]) => Error) | undefined;

/** The matchers that the suites use. */
export function expect(got: unknown) {
  return { ...matchers(got, false), not: matchers(got, true), rejects: { toThrow: (p?: Pattern) => rejects(got, p) } };
}

function matchers(got: unknown, isNot: boolean) {
  const check = (isMet: boolean, what: string) => {
    if (isMet === isNot) throw new Error(`${isNot ? "not " : ""}${what}: ${show(got)}`);
  };
  return {
    toBe: (wanted: unknown) => check(Object.is(got, wanted), `toBe ${show(wanted)}`),
    toEqual: (wanted: unknown) => check(isEqual(got, wanted), `toEqual ${show(wanted)}`),
    toMatchObject: (wanted: unknown) => check(contains(got, wanted), `toMatchObject ${show(wanted)}`),
    toHaveLength: (n: number) => check(Array.isArray(got) && got.length === n, `toHaveLength ${n}`),
    toContain: (part: unknown) =>
      check(
        typeof got === "string" ? got.includes(String(part)) : Array.isArray(got) && got.includes(part),
        `toContain ${show(part)}`,
      ),
    toBeNull: () => check(got === null, "toBeNull"),
    toBeUndefined: () => check(got === undefined, "toBeUndefined"),
    toBeGreaterThan: (n: number) => check(Number(got) > n, `> ${n}`),
    toBeGreaterThanOrEqual: (n: number) => check(Number(got) >= n, `>= ${n}`),
    toBeLessThan: (n: number) => check(Number(got) < n, `< ${n}`),
    toBeLessThanOrEqual: (n: number) => check(Number(got) <= n, `<= ${n}`),
    toBeCloseTo: (n: number, digits = 2) => check(Math.abs(Number(got) - n) < 10 ** -digits / 2, `about ${n}`),
    toMatch: (pattern: RegExp) => check(pattern.test(String(got)), `toMatch ${pattern}`),
    toThrow: (pattern?: Pattern) => check(throws(got, pattern), "toThrow"),
  };
}

async function rejects(got: unknown, pattern?: Pattern): Promise<void> {
  let failure: unknown = null;
  try {
    await got;
  } catch (cause) {
    failure = cause;
  }
  if (failure === null || !isThrown(failure, pattern)) throw new Error(`rejects.toThrow: ${show(failure)}`);
}

function throws(run: unknown, pattern: Pattern): boolean {
  if (typeof run !== "function") return false;
  try {
    run();
    return false;
  } catch (cause) {
    return isThrown(cause, pattern);
  }
}

function isThrown(cause: unknown, pattern: Pattern): boolean {
  if (pattern === undefined) return true;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (typeof pattern === "string") return message.includes(pattern);
  return pattern instanceof RegExp ? pattern.test(message) : cause instanceof pattern;
}

/** As deeply equal as vitest's toEqual: a member that is undefined is as good as none. */
function isEqual(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b));
}

function contains(got: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(got) && got.length === wanted.length && wanted.every((one, n) => contains(got[n], one));
  if (!isPlain(wanted)) return isEqual(got, wanted);
  return isPlain(got) && Object.entries(wanted).every(([key, value]) => contains(got[key], value));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member)]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Set) &&
    !(value instanceof Map)
  );
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}n` : one))?.slice(0, 200) ?? String(value);
}
