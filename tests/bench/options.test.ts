import { describe, expect, it } from "vitest";
import { readOptions } from "./options";

const wanted = (...words: string[]) =>
  ["bare", "node", "next", "next_bare", "portkey"].filter((name) => readOptions(words).isWanted(name));

describe("the bench's contenders", () => {
  it.each([
    ["all of them", [], ["bare", "node", "next", "next_bare", "portkey"]],
    ["in a smoke those that are there already", ["--quick"], ["bare", "node", "next"]],
    ["those named", ["--quick", "--only=bare,portkey"], ["bare", "portkey"]],
    ["the Next handler with the host whose ledger it asks", ["--only=next,next_bare"], ["node", "next", "next_bare"]],
  ])("are %s", (_, words, expected) => {
    expect(wanted(...words)).toEqual(expected);
  });

  it("are not guessed at", () => {
    expect(() => readOptions(["--fast"])).toThrow("--quick");
  });
});
