// One suite for every store: what the contract in store.ts promises, and agreement with a plain model under random
// operations.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTuples } from "./encoding.ts";
import type { Key, Range, Store } from "./store.ts";

/** Runs the contract against stores made by `create`. */
export function storeContract(name: string, create: () => Promise<Store> | Store): void {
  describe(`${name} keeps the store's contract`, () => {
    it("reads back what was written, as plain data without undefined members", async () => {
      const store = await create();
      const value = {
        text: "é😀",
        number: -1.5,
        large: 2 ** 53 - 1,
        none: null,
        list: [1, { a: true }],
        bytes: Buffer.from([0, 255]),
        gone: undefined,
      };
      store.write((tx) => tx.put(["a", 1, true], value));
      const read = store.read((tx) => tx.get<typeof value>(["a", 1, true]));
      expect(read).toEqual({
        text: "é😀",
        number: -1.5,
        large: 2 ** 53 - 1,
        none: null,
        list: [1, { a: true }],
        bytes: Buffer.from([0, 255]),
      });
      expect(Object.hasOwn(read ?? {}, "gone")).toBe(false);
      await store.close();
    });

    it("keeps nothing of a transaction that throws", async () => {
      const store = await create();
      store.write((tx) => tx.put(["kept"], 1));
      expect(() =>
        store.write((tx) => {
          tx.put(["kept"], 2);
          tx.put(["new"], 1);
          throw new RangeError("stop");
        }),
      ).toThrow(new RangeError("stop"));
      expect(store.read((tx) => [tx.get(["kept"]), tx.get(["new"])])).toEqual([1, undefined]);
      await store.close();
    });

    it("joins a transaction inside another, and refuses to commit when the inner one failed", async () => {
      const store = await create();
      store.write((tx) => {
        tx.put(["outer"], 1);
        store.write((inner) => inner.put(["inner"], inner.get(["outer"])));
      });
      expect(store.read((tx) => tx.get(["inner"]))).toBe(1);
      expect(() =>
        store.write((tx) => {
          tx.put(["outer"], 2);
          try {
            store.write(() => {
              throw new RangeError("inner");
            });
          } catch {
            // Swallowing the inner failure must not commit half of the work.
          }
        }),
      ).toThrow("cannot be committed");
      expect(store.read((tx) => tx.get(["outer"]))).toBe(1);
      await store.close();
    });

    it("walks ranges by prefix, bounds, direction and limit", async () => {
      const store = await create();
      store.write((tx) => {
        for (const key of [["a"], ["a", 1], ["a", 2], ["a", 2, "x"], ["a", 10], ["a", "b"], ["ab"], ["b"]])
          tx.put(key, key.join("/"));
      });
      const walk = (range: Range): unknown[] => store.read((tx) => [...tx.range(range)].map((entry) => entry.value));
      expect(walk({ prefix: ["a"] })).toEqual(["a", "a/1", "a/2", "a/2/x", "a/10", "a/b"]);
      expect(walk({ prefix: ["a"], reverse: true, limit: 2 })).toEqual(["a/b", "a/10"]);
      expect(walk({ prefix: ["a"], after: ["a", 2] })).toEqual(["a/2/x", "a/10", "a/b"]);
      expect(walk({ prefix: ["a"], after: ["a", 2], reverse: true })).toEqual(["a/1", "a"]);
      expect(walk({ prefix: ["a"], start: ["a", 2], end: ["a", 10] })).toEqual(["a/2", "a/2/x"]);
      expect(walk({ prefix: ["a"], start: ["a", 2], end: ["a", 10], reverse: true })).toEqual(["a/2/x", "a/2"]);
      await store.close();
    });

    it("lets a walk delete and add entries as it goes", async () => {
      const store = await create();
      store.write((tx) => {
        for (let index = 0; index < 100; index += 1) tx.put(["q", index], index);
      });
      store.write((tx) => {
        for (const { key } of tx.range({ prefix: ["q"], limit: 50 })) {
          tx.delete(key);
          tx.put(["done", ...key.slice(1)], true);
        }
      });
      expect(store.read((tx) => [...tx.range({ prefix: ["q"] })].length)).toBe(50);
      expect(store.read((tx) => [...tx.range({ prefix: ["done"] })].length)).toBe(50);
      await store.close();
    });

    it("gives forks that see the past of their parent and keep their own future", async () => {
      const store = await create();
      store.write((tx) => {
        tx.put(["x"], "parent");
        tx.put(["y"], "parent");
      });
      const fork = store.fork();
      store.write((tx) => tx.put(["x"], "later"));
      fork.write((tx) => {
        tx.delete(["y"]);
        tx.put(["z"], "fork");
      });
      const nested = fork.fork();
      nested.write((tx) => tx.put(["x"], "nested"));
      const all = (of: Store): unknown =>
        of.read((tx) => [...tx.range({ prefix: [] })].map(({ key, value }) => `${key.join()}=${String(value)}`));
      expect(all(store)).toEqual(["x=later", "y=parent"]);
      expect(all(fork)).toEqual(["x=parent", "z=fork"]);
      expect(all(nested)).toEqual(["x=nested", "z=fork"]);
      await nested.close();
      await fork.close();
      await store.close();
    });

    it("agrees with a sorted list under random writes, deletes, aborts, forks and walks", async () => {
      // Goal: no interleaving of operations makes a store differ from the simplest model of it. Method: fast-check
      // drives both; the walk over everything is compared after each step.
      const part = fc.oneof(
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom("", "a", "ab", "b\u0000", "é", "😀"),
        fc.boolean(),
      );
      const key = fc.array(part, { minLength: 1, maxLength: 3 });
      const step = fc.oneof(
        fc.record({ kind: fc.constant("put" as const), key, value: fc.integer() }),
        fc.record({ kind: fc.constant("delete" as const), key }),
        fc.record({ kind: fc.constant("abort" as const), key }),
        fc.record({ kind: fc.constant("fork" as const) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), key, async (steps, probe) => {
          const opened = [await create()];
          let store = opened[0] ?? (await create());
          const model = new Map<string, { key: Key; value: number }>();
          for (const action of steps) {
            if (action.kind === "put") {
              store.write((tx) => tx.put(action.key, action.value));
              model.set(JSON.stringify(action.key), { key: action.key, value: action.value });
            } else if (action.kind === "delete") {
              const wasThere = store.write((tx) => tx.delete(action.key));
              expect(wasThere).toBe(model.delete(JSON.stringify(action.key)));
            } else if (action.kind === "abort") {
              expect(() =>
                store.write((tx) => {
                  tx.put(action.key, 0);
                  throw new RangeError("abort");
                }),
              ).toThrow("abort");
            } else {
              store = store.fork();
              opened.push(store);
            }
          }
          const expected = [...model.values()].sort((left, right) => compareTuples(left.key, right.key));
          expect(store.read((tx) => [...tx.range({ prefix: [] })])).toEqual(expected);
          const above = expected.filter((entry) => compareTuples(entry.key, probe) > 0);
          expect(store.read((tx) => [...tx.range({ prefix: [], after: probe })])).toEqual(above);
          const below = expected.filter((entry) => compareTuples(entry.key, probe) < 0).toReversed();
          expect(store.read((tx) => [...tx.range({ prefix: [], after: probe, reverse: true })])).toEqual(below);
          for (const each of opened.toReversed()) await each.close();
        }),
        { numRuns: 60 },
      );
    });
  });
}
