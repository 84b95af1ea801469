// Named forks of the store under `kill -9`, and what one costs over a million entries.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { open as openDatabase } from "lmdb";
import { afterAll, expect, test } from "vitest";
import { nextChore, type Catalogue } from "../../src/store/catalogue.ts";
import { decodeValue } from "../../src/store/encoding.ts";
import { openStores } from "../../src/store/forks.ts";
import { report } from "../real/report.ts";
import { BATCH, firstWorlds, model, stepAt, worldsOf, type Worlds } from "./forks-history.ts";

const KILLS = 20;
const ENTRIES = 1_000_000;
const FORKS = 20;

const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "stackyard-forks-"));
  folders.push(path);
  return path;
};
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** Takes the steps from one on, and says the number of each when the store says that it is done. */
const WRITER = `
  import { writeSync } from "node:fs";
  import { setImmediate as nextTurn } from "node:timers/promises";
  import { openStores } from ${JSON.stringify(new URL("../../src/store/forks.ts", import.meta.url).href)};
  import { BATCH, firstWorlds, model, stepAt, take } from ${JSON.stringify(new URL("./forks-history.ts", import.meta.url).href)};
  const [path, from] = process.argv.slice(1);
  const worlds = firstWorlds();
  for (let index = 0; index < Number(from); index++) model(worlds, stepAt(index, worlds));
  const stores = openStores(path, BATCH);
  for (let index = Number(from); ; index++) {
    const step = stepAt(index, worlds);
    take(stores, step);
    writeSync(1, index + "\\n");
    model(worlds, step);
    await nextTurn();
  }
`;

// Goal: whatever the moment of a kill, every store is what was acknowledged, or that and the one step under way, whole.
// Method: a process writes, forks and drops as fast as it can, with folding going on between, and is killed again and
// again on one folder; after each kill all stores are compared with plain maps that took the same steps.
test("forks, drops and folds survive kill -9 whole or not at all", async () => {
  const path = folder();
  const worlds = firstWorlds();
  let next = 0;
  let foldsInterrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const acknowledged = await lifeOf(path, next, 5 + ((kill * 37) % 90));
    for (; next <= acknowledged; next++) model(worlds, stepAt(next, worlds));
    if (await isFoldPending(path)) foldsInterrupted++;
    const stores = openStores(path, BATCH);
    const found = worldsOf(stores);
    if (!isSame(found, worlds)) {
      // The step under way was committed, but its acknowledgement was not read.
      model(worlds, stepAt(next, worlds));
      next++;
    }
    expect(found).toEqual(worlds);
    await stores.tidied();
    expect(worldsOf(stores)).toEqual(worlds);
    await stores.close();
  }
  report(`${KILLS} kills in ${next} steps; ${foldsInterrupted} interrupted housekeeping`);
  expect(foldsInterrupted).toBeGreaterThan(0);
});

/** Runs the writer until it has acknowledged `steps`, kills it, and returns the last step that it acknowledged. */
async function lifeOf(path: string, from: number, steps: number): Promise<number> {
  const writer = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", WRITER, path, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(writer, "close");
  let last = from - 1;
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    if (last === from + steps) writer.kill("SIGKILL");
  }
  expect((await ended)[1]).toBe("SIGKILL");
  return last;
}

/** True if the catalogue, as it lies in the folder, has layers that wait to be cleared or folded. */
async function isFoldPending(path: string): Promise<boolean> {
  const database = openDatabase<Buffer, Buffer>({ path, keyEncoding: "binary", encoding: "binary", noSync: true });
  const kept = database.get(Buffer.from("\u00ff.\u0000catalogue", "latin1"));
  await database.close();
  return kept !== undefined && nextChore(decodeValue<Catalogue>(kept)) !== undefined;
}

function isSame(left: Worlds, right: Worlds): boolean {
  const plain = (worlds: Worlds): string =>
    JSON.stringify([...worlds].map(([name, world]) => [name, [...world].sort(([a], [b]) => a - b)]));
  return plain(left) === plain(right);
}

// Goal: a fork costs the same whatever the store holds. Method: fork one of a million entries again and again, with a
// write before each; the median, because the slowest is what else the machine was doing.
test("a fork of a million entries takes less than ten milliseconds", async () => {
  const stores = openStores(folder());
  const value = { v: 1, text: "x".repeat(100) };
  for (let start = 0; start < ENTRIES; start += 20_000)
    stores.main.write((tx) => {
      for (let index = start; index < start + 20_000; index++) tx.put(["dynamodb", "item", index], value);
    });
  const tookMs = Array.from({ length: FORKS }, (_, index) => {
    stores.main.write((tx) => tx.put(["dynamodb", "item", index], { v: 1, index }));
    const startedMs = performance.now();
    const fork = stores.fork(`fork-${index}`);
    const ms = performance.now() - startedMs;
    expect(fork.read((tx) => tx.get(["dynamodb", "item", ENTRIES - 1]))).toEqual(value);
    return ms;
  }).sort((left, right) => left - right);
  const median = tookMs[FORKS / 2] ?? 0;
  report(`fork of ${ENTRIES} entries: median ${median.toFixed(2)} ms, slowest ${(tookMs.at(-1) ?? 0).toFixed(2)} ms`);
  expect(median).toBeLessThan(10);
  await stores.close();
});
