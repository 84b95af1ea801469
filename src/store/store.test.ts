// Runs the store's contract over its three implementations.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openLmdb } from "./lmdb.ts";
import { createMemoryStore } from "./memory.ts";
import { storeContract } from "./store.contract.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "stackyard-store-"));

storeContract("lmdb", () => openLmdb(folder()));
storeContract("memory", () => createMemoryStore());
storeContract("overlay", () => {
  const parent = openLmdb(folder());
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
  const first = openLmdb(path);
  first.write((tx) => tx.put(["a"], { v: 1 }));
  await first.close();
  const second = openLmdb(path);
  expect(second.read((tx) => tx.get(["a"]))).toEqual({ v: 1 });
  await second.close();
});
