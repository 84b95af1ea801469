// Runs the store's contract over its three implementations; forks.test.ts does so over named forks.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openStores } from "./forks.ts";
import { createMemoryStore } from "./memory.ts";
import { createOverlay } from "./overlay.ts";
import { storeContract } from "./store.contract.ts";
import type { Store } from "./store.ts";

const root = mkdtempSync(join(tmpdir(), "stackyard-store-"));
const folder = (): string => mkdtempSync(join(root, "store-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The main store, which closes the folder. */
function alone(path: string): Store {
  const { main, close } = openStores(path);
  return { ...main, close };
}

storeContract("lmdb", () => alone(folder()));
storeContract("memory", () => createMemoryStore());
storeContract("overlay", () => {
  const parent = alone(folder());
  const fork = parent.fork();
  return {
    ...fork,
    close: async () => {
      await fork.close();
      await parent.close();
    },
  };
});

it("finds everything again after the environment is closed and opened", async () => {
  const path = folder();
  const first = alone(path);
  first.write((tx) => tx.put(["a"], { v: 1 }));
  await first.close();
  const second = alone(path);
  expect(second.read((tx) => tx.get(["a"]))).toEqual({ v: 1 });
  await second.close();
});

it("gives back the cursor of the state below it when a walk stops early", () => {
  // A base that counts its open walks, and never ends; two walks are stopped, one by its limit and one by its reader.
  let open = 0;
  function* endless(): Generator<{ key: readonly [string, number]; value: never }> {
    open += 1;
    try {
      for (let number = 0; ; number += 1) yield { key: ["a", number], value: number as never };
    } finally {
      open -= 1;
    }
  }
  const fork = createOverlay({ tx: { get: () => undefined, range: () => endless() }, release: () => undefined });
  fork.read((tx) => {
    expect([...tx.range({ prefix: ["a"], limit: 3 })].length).toBe(3);
    const [first] = tx.range({ prefix: ["a"] });
    expect(first?.key).toEqual(["a", 0]);
  });
  expect(open).toBe(0);
});
