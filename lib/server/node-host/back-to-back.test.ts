import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createBackToBack } from "./back-to-back";

it("runs what one turn brought in a row: all of it before anything that follows from it", async () => {
  const backToBack = createBackToBack();
  const ran: string[] = [];
  for (const name of ["first", "second"]) {
    backToBack(() => {
      ran.push(name);
      void Promise.resolve().then(() => ran.push(`after the ${name}`));
    });
  }
  expect(ran).toEqual([]);
  await nextTurn();
  expect(ran).toEqual(["first", "second", "after the first", "after the second"]);
});

it("leaves to the next turn what is asked for while it runs, so that sockets are read in between", async () => {
  const backToBack = createBackToBack();
  const ran: string[] = [];
  backToBack(() => {
    ran.push("first");
    backToBack(() => ran.push("asked for by the first"));
  });
  await nextTurn();
  expect(ran).toEqual(["first"]);
  await nextTurn();
  expect(ran).toEqual(["first", "asked for by the first"]);
});
