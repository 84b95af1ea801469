// Durable stores that are forks of each other, in one LMDB environment. A store is a stack of layers: it reads from its
// own down and writes to its own only. To fork is to freeze the parent's own layer and to give both a new one above it:
// one small transaction, whatever the data's size. When a fork is dropped, layers that then belong to one store alone
// are folded together in the background, so that a store without forks is one layer again, and as quick as ever.
//
// Layers are ranges of one B-tree rather than LMDB's named databases: a snapshot that a rehearsal still reads does not
// have to survive the closing of a database, opening one needs no transaction of its own, and there is no limit to them.

import { invariant } from "../kernel/errors.ts";
import { nextTurn } from "../kernel/real-time.ts";
import {
  afterChore,
  MAIN,
  NO_FORKS,
  nextChore,
  requireStore,
  stackFrom,
  withFork,
  withoutFork,
  type Catalogue,
} from "./catalogue.ts";
import { decodeValue, encodeValue } from "./encoding.ts";
import { openLmdb, type Lmdb, type LayerId } from "./lmdb.ts";
import { clearSome, foldSome, isEmpty, stackAccess, stackReads, type Batch, type Stack } from "./stack.ts";
import { createOverlay } from "./overlay.ts";
import type { ReadTx, Store, WriteTx } from "./store.ts";

export interface ForkInfo {
  readonly name: string;
  /** The store that it was forked from, which may be gone. */
  readonly from: string;
  readonly createdAtMs?: number;
}

export interface ForkOptions {
  /** The store to copy; the main one unless told. */
  readonly from?: string;
  /** Kept for `list`. */
  readonly createdAtMs?: number;
}

/** The stores of one folder: the main one and its named forks, which survive what the data survives. */
export interface Stores {
  readonly main: Store;
  /**
   * Makes and opens a copy of a store's present state: O(1), whatever its size, and durable when this returns. Refused
   * inside a transaction, and for a name that is taken.
   * LIMIT: each living fork of a store that was written to since the fork before makes its reads one look-up longer.
   */
  fork(name: string, options?: ForkOptions): Store;
  /** The store of this name; the same one until it is closed. Throws if there is none. */
  open(name: string): Store;
  /**
   * Deletes a fork. It is gone when this returns, also after `kill -9`; its forks live on. Resolves when its space is free
   * again and the stores that it shared layers with are as quick as before. What `close` or a crash interrupts is gone on
   * with after the next opening.
   */
  drop(name: string): Promise<void>;
  /** Resolves when nothing is left to do after drops, those of before the opening included; rejects if that fails. */
  tidied(): Promise<void>;
  /** The forks, in the order in which they were made. */
  list(): readonly ForkInfo[];
  /** Closes all stores and the environment. */
  close(): Promise<void>;
}

/** A transaction of housekeeping: small enough to stay between two requests. */
const BATCH: Batch = { entries: 256, bytes: 1024 * 1024 };

/** Where the catalogue is kept: a layer that is no store's. Layers' ids have no dots. */
const CATALOGUE_LAYER = ".";
const CATALOGUE_KEY = ["catalogue"];

/** A store while it is open. */
interface Handle {
  readonly store: Store;
  /** Takes up the layers that the store has now, its own first; undefined ends it. */
  follow(layers: StackIds | undefined): void;
}

type StackIds = readonly [LayerId, ...LayerId[]];

/** Opens or creates the stores in the folder `path`. `batch` is for tests, which want to see each step. */
export function openStores(path: string, batch: Batch = BATCH): Stores {
  const lmdb = openLmdb(path);
  const notes = lmdb.layer(CATALOGUE_LAYER);
  // Whoever owns the housekeeping's transactions: no store's can join them.
  const housekeeper = {};
  const handles = new Map<string, Handle>();
  let catalogue = load();
  let tidying: Promise<void> | undefined;
  let isClosing = false;

  function load(): Catalogue {
    const bytes = notes.get(CATALOGUE_KEY);
    if (bytes === undefined) return NO_FORKS;
    const kept = decodeValue<{ readonly v: number }>(bytes);
    invariant(kept.v === 1, "The stores' catalogue was written by a later version of Stackyard.");
    return kept as Catalogue;
  }

  /** Makes `change` and the catalogue that comes of it one transaction; then all open stores follow. */
  function commit(change: () => Catalogue): void {
    const before = catalogue;
    const next = lmdb.transact(housekeeper, undefined, () => {
      const changed = change();
      if (changed === before) return before;
      if (changed.layers.length === 0) notes.remove(CATALOGUE_KEY);
      else notes.put(CATALOGUE_KEY, encodeValue(changed));
      return changed;
    });
    if (next === before) return;
    catalogue = next;
    for (const [name, handle] of handles) handle.follow(layersOf(name));
  }

  function layersOf(name: string): StackIds | undefined {
    const record = catalogue.stores.find((each) => each.name === name);
    return record === undefined ? undefined : stackFrom(catalogue, record.own);
  }

  function open(name: string): Store {
    invariant(!isClosing, "The stores are closed.");
    const { own } = requireStore(catalogue, name);
    let handle = handles.get(name);
    if (handle === undefined) {
      handle = openHandle(lmdb, name, () => handles.delete(name));
      handle.follow(stackFrom(catalogue, own));
      handles.set(name, handle);
    }
    return handle.store;
  }

  function fork(name: string, { from = MAIN, createdAtMs }: ForkOptions = {}): Store {
    invariant(!isClosing, "The stores are closed.");
    commit(() => {
      const { own } = requireStore(catalogue, from);
      return withFork(catalogue, { name, from, createdAtMs }, isEmpty(lmdb.layer(own)));
    });
    return open(name);
  }

  async function drop(name: string): Promise<void> {
    invariant(!isClosing, "The stores are closed.");
    commit(() => withoutFork(catalogue, name));
    handles.delete(name);
    await tidy();
  }

  function tidy(): Promise<void> {
    if (tidying === undefined && hasChores()) tidying = tidyAll();
    return tidying ?? Promise.resolve();
  }

  async function tidyAll(): Promise<void> {
    try {
      // RACE: stores are written, forked and dropped between the steps; each step asks the catalogue anew.
      for (;;) {
        await nextTurn();
        if (!hasChores()) return;
        commit(tidySome);
      }
    } finally {
      // Before anybody else runs: what is dropped from now on is not seen by this loop.
      tidying = undefined;
    }
  }

  function hasChores(): boolean {
    return !isClosing && nextChore(catalogue) !== undefined;
  }

  /** One bounded step of what is left to do. */
  function tidySome(): Catalogue {
    const chore = nextChore(catalogue);
    if (chore === undefined) return catalogue;
    const isDone =
      chore.kind === "clear"
        ? clearSome(lmdb.layer(chore.layer), batch)
        : foldSome([lmdb.layer(chore.upper), ...stackOf(lmdb, stackFrom(catalogue, chore.lower))], batch);
    return isDone ? afterChore(catalogue, chore) : catalogue;
  }

  async function close(): Promise<void> {
    isClosing = true;
    try {
      await tidying;
    } finally {
      for (const { follow } of handles.values()) follow(undefined);
      handles.clear();
      await lmdb.close();
    }
  }

  const main = open(MAIN);
  // A failure comes to light when somebody asks whether it is tidied, and at `close`.
  tidy().catch(() => undefined);
  return {
    main,
    fork,
    open,
    drop,
    tidied: tidy,
    list: () =>
      catalogue.stores.flatMap(({ name, from, createdAtMs }) =>
        from === undefined ? [] : [{ name, from, ...(createdAtMs === undefined ? {} : { createdAtMs }) }],
      ),
    close,
  };
}

function stackOf(lmdb: Lmdb, [top, ...below]: StackIds): Stack {
  return [lmdb.layer(top), ...below.map((id) => lmdb.layer(id))];
}

function openHandle(lmdb: Lmdb, name: string, forget: () => void): Handle {
  let open: { readonly ids: StackIds; readonly reads: ReadTx; readonly writes: WriteTx } | undefined;

  function follow(ids: StackIds | undefined): void {
    open = ids && { ids, ...stackAccess(stackOf(lmdb, ids), lmdb.isWriting) };
  }

  function requireOpen(): NonNullable<typeof open> {
    invariant(open !== undefined, `The store "${name}" is closed.`);
    return open;
  }

  const store: Store = {
    read: (work) => work(requireOpen().reads),
    write: (work) => lmdb.transact(store, requireOpen().writes, work),
    flush: lmdb.flush,
    fork() {
      const [top, ...below] = requireOpen().ids;
      const { layer, release } = lmdb.snapshot();
      return createOverlay({ tx: stackReads([layer(top), ...below.map(layer)]), release });
    },
    close() {
      // One that was dropped is forgotten already, and its name may be another's.
      if (open !== undefined) forget();
      follow(undefined);
      return Promise.resolve();
    },
  };
  return { store, follow };
}
