// Group commit: one transaction for what came in one turn, in order; a failure is its own's alone.

import { expect, test, vi } from "vitest";
import { createMemoryStore } from "./memory.ts";
import type { WriteTx } from "./store.ts";
import { writeSoon } from "./write-soon.ts";

const append = (text: string) => (tx: WriteTx) => {
  const next = (tx.get<string>(["log"]) ?? "") + text;
  tx.put(["log"], next);
  return next;
};

// Goal: works of one turn share one transaction, run in their order and see each other's writes.
test("commits what came together at once", async () => {
  const store = createMemoryStore();
  const write = vi.spyOn(store, "write");
  const results = await Promise.all(["a", "b", "c"].map((text) => writeSoon(store, append(text))));
  expect(results).toEqual(["a", "ab", "abc"]);
  expect(write).toHaveBeenCalledTimes(1);
  expect(await writeSoon(store, append("d"))).toBe("abcd");
});

// Goal: a work that throws fails alone, and nothing that it wrote is kept.
test("a failure leaves the others' writes", async () => {
  const store = createMemoryStore();
  const outcomes = await Promise.allSettled([
    writeSoon(store, append("a")),
    writeSoon(store, (tx) => {
      append("lost")(tx);
      throw new Error("refused");
    }),
    writeSoon(store, append("b")),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(store.read((tx) => tx.get(["log"]))).toBe("ab");
});

// Goal: stores do not wait for each other's works.
test("each store has its own group", async () => {
  const [one, other] = [createMemoryStore(), createMemoryStore()];
  await Promise.all([writeSoon(one, append("1")), writeSoon(other, append("2"))]);
  expect([one, other].map((store) => store.read((tx) => tx.get(["log"])))).toEqual(["1", "2"]);
});
