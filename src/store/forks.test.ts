// Named forks: each is a store like any other, they go on independently, and what they share is tidied away when one
// of them goes.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, describe, expect, it, test, vi } from "vitest";
import { open as openDatabase } from "lmdb";
import { compareTuples, encodeKey, encodeValue } from "./encoding.ts";
import { MAIN } from "./catalogue.ts";
import { openStores, type Stores } from "./forks.ts";
import { storeContract } from "./store.contract.ts";
import type { Entry, Key, Range, Store } from "./store.ts";
import { writeSoon } from "./write-soon.ts";

const root = mkdtempSync(join(tmpdir(), "stackyard-forks-"));
const folder = (): string => mkdtempSync(join(root, "store-"));
afterAll(() => rmSync(root, { recursive: true }));
/** So small that every layer takes several steps to fold. */
const SMALL_STEPS = { entries: 2, bytes: 40 };

const all = (store: Store): readonly Entry<unknown>[] => store.read((tx) => [...tx.range({ prefix: [] })]);

/** A fork of a fork of a fork that looks empty: everything below its own layer is deleted, overwritten and deleted again. */
function deepFork(stores: Stores): Store {
  const keys: readonly Key[] = [["a"], ["a", 1], ["a", 2], ["x"], ["kept"], ["q", 3], ["done", 4], ["b\u0000"], [true]];
  stores.main.write((tx) => keys.forEach((key) => tx.put(key, "main")));
  const first = stores.fork("first");
  first.write((tx) => keys.forEach((key, index) => (index % 2 === 0 ? tx.delete(key) : tx.put(key, "first"))));
  const second = stores.fork("second", { from: "first" });
  second.write((tx) => keys.forEach((key, index) => (index % 3 === 0 ? tx.put(key, "second") : tx.delete(key))));
  const third = stores.fork("third", { from: "second" });
  third.write((tx) => keys.forEach((key) => tx.delete(key)));
  return third;
}

storeContract("a fork of forks", () => {
  const stores = openStores(folder());
  return { ...deepFork(stores), close: stores.close };
});
storeContract("a store that was forked", () => {
  const stores = openStores(folder());
  stores.fork("other").write((tx) => tx.put(["a", 1], "other"));
  return { ...stores.main, close: stores.close };
});

/** The keys of the environment as they lie there, without the words of this program. */
async function rawKeys(path: string): Promise<readonly string[]> {
  const database = openDatabase<Buffer, Buffer>({ path, keyEncoding: "binary", encoding: "binary", noSync: true });
  const keys = [...database.getKeys()].map((key) => key.toString("latin1"));
  await database.close();
  return keys;
}

describe("a named fork", () => {
  it("starts as its parent was, goes on by itself, and is there after the next opening", async () => {
    const path = folder();
    let stores = openStores(path);
    stores.main.write((tx) => [1, 2, 3].forEach((each) => tx.put(["n", each], "main")));
    const dev = stores.fork("dev", { createdAtMs: 7 });
    dev.write((tx) => {
      tx.put(["n", 1], "dev");
      tx.delete(["n", 2]);
    });
    stores.main.write((tx) => tx.put(["n", 3], "later"));
    const preview = stores.fork("pr-1", { from: "dev" });
    preview.write((tx) => tx.put(["n", 2], "preview"));
    const states = (): unknown => [MAIN, "dev", "pr-1"].map((name) => all(stores.open(name)).map(({ value }) => value));
    const expected = [
      ["main", "main", "later"],
      ["dev", "main"],
      ["dev", "preview", "main"],
    ];
    expect(states()).toEqual(expected);
    await stores.close();
    stores = openStores(path);
    expect(states()).toEqual(expected);
    expect(stores.list()).toEqual([
      { name: "dev", from: MAIN, createdAtMs: 7 },
      { name: "pr-1", from: "dev" },
    ]);
    await stores.close();
  });

  it("leaves one layer when the last fork is gone, and no trace of any other", async () => {
    const path = folder();
    const stores = openStores(path, SMALL_STEPS);
    deepFork(stores);
    stores.main.write((tx) => {
      tx.delete(["a", 1]);
      tx.put(["new"], 1);
    });
    const before = all(stores.main);
    await stores.drop("second");
    expect(all(stores.open("third"))).toEqual([]);
    await stores.drop("third");
    await stores.drop("first");
    expect(all(stores.main)).toEqual(before);
    await stores.close();
    expect(await rawKeys(path)).toEqual(before.map(({ key }) => encodeKey(key)));
  });

  it("is tidied away also if it is dropped at once, and while another is", async () => {
    const path = folder();
    const stores = openStores(path, SMALL_STEPS);
    for (const name of ["a", "b"]) stores.fork(name).write((tx) => [1, 2, 3].forEach((each) => tx.put([each], name)));
    stores.main.write((tx) => tx.put([1], "main"));
    const first = stores.drop("a");
    const second = first.then(() => stores.drop("b"));
    await second;
    await stores.close();
    expect(await rawKeys(path)).toEqual([encodeKey([1])]);
  });

  it("is O(1): it writes the catalogue and nothing else", async () => {
    const path = folder();
    const stores = openStores(path);
    stores.main.write((tx) => {
      for (let index = 0; index < 1_000; index += 1) tx.put(["n", index], index);
    });
    for (const name of ["a", "b", "c"]) stores.fork(name);
    await stores.close();
    expect((await rawKeys(path)).length).toBe(1_000 + 1);
  });

  it("finds the data of folders that were made before there were forks", async () => {
    const path = folder();
    const database = openDatabase<Buffer, (string | number)[]>({ path, encoding: "binary", pageSize: 8192 });
    await database.put(["sqs", 1], encodeValue({ v: 1 }));
    await database.close();
    const stores = openStores(path);
    stores.fork("dev").write((tx) => tx.put(["sqs", 2], 2));
    expect(all(stores.main)).toEqual([{ key: ["sqs", 1], value: { v: 1 } }]);
    expect(all(stores.open("dev"))).toHaveLength(2);
    await stores.close();
  });

  it("goes on being read by a rehearsal while it is dropped and its layers are folded", async () => {
    const stores = openStores(folder(), SMALL_STEPS);
    stores.main.write((tx) => [1, 2, 3, 4, 5].forEach((each) => tx.put(["n", each], each)));
    const dev = stores.fork("dev");
    dev.write((tx) => tx.put(["n", 1], "dev"));
    stores.main.write((tx) => [3, 4].forEach((each) => tx.delete(["n", each])));
    const rehearsals = [dev, stores.main].map((store) => store.fork());
    const before = rehearsals.map(all);
    const dropped = stores.drop("dev");
    expect(rehearsals.map(all)).toEqual(before);
    stores.main.write((tx) => tx.put(["n", 9], "later"));
    await dropped;
    expect(rehearsals.map(all)).toEqual(before);
    for (const rehearsal of rehearsals) await rehearsal.close();
    await stores.close();
  });

  it("refuses names that are taken or unknown, and stores that are closed", async () => {
    const stores = openStores(folder());
    const dev = stores.fork("dev");
    expect(() => stores.fork("dev")).toThrow('There already is a store "dev".');
    expect(() => stores.fork(MAIN)).toThrow("There already is a store");
    expect(() => stores.fork("x", { from: "nobody" })).toThrow('There is no store "nobody".');
    expect(() => stores.open("nobody")).toThrow('There is no store "nobody".');
    await expect(stores.drop(MAIN)).rejects.toThrow("The main store cannot be dropped.");
    expect(stores.open("dev")).toBe(dev);
    await dev.close();
    expect(() => dev.read(() => 1)).toThrow('The store "dev" is closed.');
    const again = stores.open("dev");
    await stores.drop("dev");
    expect(() => again.write((tx) => tx.put(["a"], 1))).toThrow('The store "dev" is closed.');
    expect(() => stores.open("dev")).toThrow('There is no store "dev".');
    const other = stores.fork("dev");
    // Closing what was dropped does not touch the one that has its name now.
    await again.close();
    expect(stores.open("dev")).toBe(other);
    expect(all(other)).toEqual([]);
    await stores.close();
    expect(() => stores.main.read(() => 1)).toThrow("is closed");
  });
});

describe("transactions of stores of one environment", () => {
  it("do not run inside each other, even where the failure is swallowed", async () => {
    const stores = openStores(folder());
    const dev = stores.fork("dev");
    const rehearsal = dev.fork();
    const inside: readonly (() => unknown)[] = [
      () => dev.write((tx) => tx.put(["a"], "dev")),
      () => stores.fork("other"),
      () => dev.fork(),
    ];
    for (const work of inside)
      expect(() =>
        stores.main.write((tx) => {
          tx.put(["a"], "main");
          work();
        }),
      ).toThrow(/inside/);
    expect(() =>
      stores.main.write((tx) => {
        tx.put(["a"], "main");
        try {
          dev.write((other) => other.put(["a"], "dev"));
        } catch {
          // Goes on as if nothing had been.
        }
      }),
    ).toThrow("cannot be committed");
    // lmdb would show it what is not committed yet.
    expect(() => stores.main.write(() => rehearsal.read((tx) => tx.get(["a"])))).toThrow(/inside a transaction/);
    expect([stores.main, dev, rehearsal].map((store) => all(store).length)).toEqual([0, 0, 0]);
    expect(stores.list()).toHaveLength(1);
    await rehearsal.close();
    await stores.close();
  });

  it("share a commit with those of their own store only", async () => {
    const stores = openStores(folder());
    const dev = stores.fork("dev");
    const writes = [stores.main, dev].map((store) => vi.spyOn(store, "write"));
    const works = [stores.main, dev, stores.main, dev].map((store, index) =>
      writeSoon(store, (tx) => {
        const next = `${tx.get<string>(["log"]) ?? ""}${index}`;
        tx.put(["log"], next);
        return next;
      }),
    );
    expect(await Promise.all(works)).toEqual(["0", "1", "02", "13"]);
    expect(writes.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    await stores.close();
  });
});

const part = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom("", "a", "ab", "\u0000", "é", "😀", "\uffff"),
  fc.boolean(),
);
const keys = fc.array(part, { minLength: 1, maxLength: 2 });

test("a walk over layers sees its transaction's changes exactly as one over a single layer does", async () => {
  // Goal: code that deletes and adds as it walks must not depend on whether its store was forked. Method: the same walk
  // with the same changes on an unforked store and on one whose entries are spread over three layers.
  const change = fc.record({ at: fc.nat(8), key: keys, value: fc.option(fc.integer()) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(keys, fc.nat(2)), { maxLength: 16 }),
      fc.array(change, { maxLength: 6 }),
      fc.boolean(),
      async (entries, changes, reverse) => {
        const alone = openStores(folder());
        const plain = alone.main;
        const stores = openStores(folder());
        const layered = ["main", "a", "b"].map((name, level) => {
          const store = level === 0 ? stores.main : stores.fork(name, level === 1 ? {} : { from: "a" });
          store.write((tx) => {
            for (const [key, at] of entries) if (at === level) tx.put(key, level);
            // A tombstone or two.
            if (level === 1 && entries[0] !== undefined) tx.delete(entries[0][0]);
          });
          return store;
        })[2];
        if (layered === undefined) throw new RangeError("Three levels were made.");
        plain.write((tx) => all(layered).forEach(({ key, value }) => tx.put(key, value)));
        const walk = (store: Store): unknown =>
          store.write((tx) => {
            const seen: unknown[] = [];
            for (const entry of tx.range({ prefix: [], reverse, limit: 30 })) {
              for (const { at, key, value } of changes)
                if (at === seen.length) {
                  if (value === null) tx.delete(key);
                  else tx.put(key, value);
                }
              seen.push(entry);
            }
            return seen;
          });
        expect(walk(layered)).toEqual(walk(plain));
        expect(all(layered)).toEqual(all(plain));
        await alone.close();
        await stores.close();
      },
    ),
    { numRuns: 150 },
  );
});

// Few, so that histories come back to them: deleted here, written again there.
const fewKeys = fc.constantFrom<Key[]>(["a"], ["a", 1], ["a", 2], ["a", "😀"], ["a", "\uffff"], [true], ["b\u0000"]);

type Model = Map<string, { readonly key: Key; readonly value: number }>;

test("stores agree with plain maps under random histories of forks, writes, drops, folds and openings", async () => {
  // Goal: whatever happens to the stores around it, a store is what was written to it and to its ancestors before it was
  // forked. Method: fast-check drives the stores and a map for each; after every step all of them are compared. Folding
  // goes on between the steps, two entries at a time, and is broken off by closing.
  const which = fc.noBias(fc.nat(9));
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("write" as const),
        which,
        changes: fc.array(fc.tuple(fewKeys, fc.option(fc.integer(), { freq: 2 })), { maxLength: 5, size: "max" }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("abort" as const), which, key: fewKeys }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("fork" as const), which }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("drop" as const), which, isAwaited: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("turns" as const), count: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("rehearse" as const), which }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("reopen" as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: "max" }), fewKeys, async (steps, probe) => {
      const path = folder();
      let stores = openStores(path, SMALL_STEPS);
      const models = new Map<string, Model>([[MAIN, new Map()]]);
      let rehearsals: { readonly store: Store; readonly model: Model }[] = [];
      const pick = (index: number): [string, Model] => [...models][index % models.size] ?? [MAIN, new Map()];
      const closeRehearsals = async (): Promise<void> => {
        for (const { store } of rehearsals) await store.close();
        rehearsals = [];
      };
      for (const [index, action] of steps.entries()) {
        if (action.kind === "write") {
          const [name, model] = pick(action.which);
          stores.open(name).write((tx) => {
            for (const [key, value] of action.changes) {
              const id = JSON.stringify(key);
              if (value === null) expect(tx.delete(key)).toBe(model.delete(id));
              else {
                tx.put(key, value);
                model.set(id, { key, value });
              }
            }
          });
        } else if (action.kind === "abort") {
          const work = (): unknown =>
            stores.open(pick(action.which)[0]).write((tx) => {
              if (!tx.delete(action.key)) tx.put(action.key, 0);
              throw new RangeError("abort");
            });
          expect(work).toThrow("abort");
        } else if (action.kind === "fork") {
          const [from, model] = pick(action.which);
          stores.fork(`fork-${index}`, { from });
          models.set(`fork-${index}`, new Map(model));
        } else if (action.kind === "drop") {
          const name = [...models.keys()].slice(1)[action.which % Math.max(1, models.size - 1)];
          if (name === undefined) continue;
          models.delete(name);
          const dropped = stores.drop(name);
          if (action.isAwaited) await dropped;
        } else if (action.kind === "turns") {
          for (let turn = 0; turn < action.count; turn += 1) await nextTurn();
        } else if (action.kind === "rehearse") {
          const [name, model] = pick(action.which);
          rehearsals.push({ store: stores.open(name).fork(), model: new Map(model) });
        } else {
          await closeRehearsals();
          await stores.close();
          stores = openStores(path, SMALL_STEPS);
        }
        for (const [name, model] of models) agree(stores.open(name), model, probe);
        for (const { store, model } of rehearsals) agree(store, model, probe);
        expect(stores.list().map(({ name }) => name)).toEqual([...models.keys()].slice(1));
      }
      await closeRehearsals();
      for (const name of [...models.keys()].slice(1)) void stores.drop(name);
      await stores.tidied();
      const main = sorted(models.get(MAIN) ?? new Map());
      expect(all(stores.main)).toEqual(main);
      await stores.close();
      expect(await rawKeys(path)).toEqual(main.map(({ key }) => encodeKey(key)));
    }),
    { numRuns: 60 },
  );
}, 60_000);

function agree(store: Store, model: Model, probe: Key): void {
  const expected = sorted(model);
  const walk = (range: Range): unknown => store.read((tx) => [...tx.range(range)]);
  expect(walk({ prefix: [] })).toEqual(expected);
  expect(walk({ prefix: [], reverse: true, limit: 3 })).toEqual(expected.toReversed().slice(0, 3));
  expect(walk({ prefix: [], after: probe, limit: 2 })).toEqual(
    expected.filter(({ key }) => compareTuples(key, probe) > 0).slice(0, 2),
  );
  expect(walk({ prefix: [], end: probe })).toEqual(expected.filter(({ key }) => compareTuples(key, probe) < 0));
  expect(store.read((tx) => tx.get(probe))).toBe(model.get(JSON.stringify(probe))?.value);
}

function sorted(model: Model): { readonly key: Key; readonly value: number }[] {
  return [...model.values()].sort((left, right) => compareTuples(left.key, right.key));
}
