// One LMDB environment as layers of raw entries, with its transactions and snapshots: the only file that knows lmdb.
// Which layers make up a store is forks.ts's. Commits reach the operating system before `transact` returns, so they
// survive `kill -9`; with durability "power" they are also synced to the disk by `flush`, which the gateway then awaits.

import { ABORT, open, type RangeOptions, type RootDatabase, type Transaction } from "lmdb";
import { InvariantError, invariant } from "../kernel/errors.ts";
import type { Key, KeyPart, Range } from "./store.ts";

/** A layer's name in the environment: short, of ASCII letters, digits and dots. "" is the base. */
export type LayerId = string;

/** The layer whose keys have no prefix: all there was before there were forks, and all there is without any. */
export const BASE: LayerId = "";

export interface LayerReads {
  /** The bytes are good until the next read. */
  get(key: Key): Uint8Array | undefined;
  /** What `make` makes of the entries, in key order; the bytes are its to keep. */
  range<T>(range: Range, make: (key: Key, bytes: Buffer) => T): Iterable<T>;
}

export interface Layer extends LayerReads {
  put(key: Key, bytes: Buffer): void;
  /** True if there was an entry. */
  remove(key: Key): boolean;
}

/** One state of all layers, held open by a reader's slot until it is released. */
export interface LmdbSnapshot {
  layer(id: LayerId): LayerReads;
  release(): void;
}

export interface Lmdb {
  /** Reads the present state, inside a transaction its own changes, too; writes inside a transaction only. */
  layer(id: LayerId): Layer;
  snapshot(): LmdbSnapshot;
  /**
   * Runs `work` as one atomic transaction of `owner`. Inside a transaction of the same owner it joins that one; inside
   * another owner's it throws, as the one's success would hang on the other's.
   */
  transact<Tx, T>(owner: object, tx: Tx, work: (tx: Tx) => T): T;
  isWriting(): boolean;
  /** Resolves when all that was written so far survives power loss. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

type LmdbKey = (KeyPart | Buffer)[];
type Database = RootDatabase<Buffer, LmdbKey>;

/** Opens or creates the environment in the folder `path`. */
export function openLmdb(path: string): Lmdb {
  const database: Database = open<Buffer, LmdbKey>({
    path,
    encoding: "binary",
    // DynamoDB's keys and S3's keys need more than LMDB's usual 1,978 bytes.
    pageSize: 8192,
    // The sync to the disk is `flush`'s; the data file itself is written at each commit.
    noSync: true,
    maxReaders: 1024,
  });
  let holder: object | undefined;
  let isDoomed = false;
  const isWriting = (): boolean => holder !== undefined;

  function transact<Tx, T>(owner: object, tx: Tx, work: (tx: Tx) => T): T {
    if (holder !== undefined) return join(owner, tx, work);
    let result: T | undefined;
    let failure: { readonly error: unknown } | undefined;
    holder = owner;
    isDoomed = false;
    try {
      database.transactionSync(() => {
        try {
          result = work(tx);
          invariant(!isDoomed, "A transaction inside this one failed; it cannot be committed.");
          return undefined;
        } catch (error) {
          failure = { error };
          return ABORT;
        }
      });
    } finally {
      holder = undefined;
    }
    if (failure !== undefined) throw failure.error;
    return result as T;
  }

  function join<Tx, T>(owner: object, tx: Tx, work: (tx: Tx) => T): T {
    try {
      invariant(owner === holder, "A transaction of one store cannot run inside that of another.");
      return work(tx);
    } catch (error) {
      isDoomed = true;
      throw error;
    }
  }

  function snapshot(): LmdbSnapshot {
    invariant(!isWriting(), "A store inside a transaction cannot be forked.");
    const transaction = database.useReadTransaction();
    return { layer: (id) => pastReads(database, id, transaction, isWriting), release: () => transaction.done() };
  }

  return {
    layer: (id) => presentLayer(database, id),
    snapshot,
    transact,
    isWriting,
    flush: async () => {
      await database.flushed;
    },
    close: () => database.close(),
  };
}

/** What sorts after every part of a key. */
const LAST = Buffer.from([0xff]);

/** A layer above the base has its keys behind the base's last: no part of a key begins with this byte. */
function prefixOf(id: LayerId): Buffer {
  return Buffer.from(`\u00ff${id}`, "latin1");
}

function presentLayer(database: Database, id: LayerId): Layer {
  const keyIn = keysOf(id);
  return {
    get: (key) => database.getBinaryFast(keyIn(key)),
    range: (range, make) => rangeIn(database, id, boundsIn(id, range), make),
    put: (key, bytes) => {
      database.putSync(keyIn(key), bytes);
    },
    remove: (key) => database.removeSync(keyIn(key)),
  };
}

function pastReads(database: Database, id: LayerId, transaction: Transaction, isWriting: () => boolean): LayerReads {
  const keyIn = keysOf(id);
  const options = { transaction };
  return {
    get(key) {
      // Inside a write transaction lmdb would read that one's present instead.
      invariant(!isWriting(), "A fork cannot be read inside a transaction of the store below it.");
      return database.get(keyIn(key), options);
    },
    range: (range, make) => rangeIn(database, id, { ...options, ...boundsIn(id, range) }, make),
  };
}

function keysOf(id: LayerId): (key: Key) => LmdbKey {
  if (id === BASE) return mutable;
  const prefix = prefixOf(id);
  return (key) => [prefix, ...key];
}

function rangeIn<T>(
  database: Database,
  id: LayerId,
  options: RangeOptions,
  make: (key: Key, bytes: Buffer) => T,
): Iterable<T> {
  const entries = database.getRange(options);
  return id === BASE
    ? entries.map(({ key, value }) => make(asKey(key), value))
    : entries.map(({ key, value }) => make(asKey(key.slice(1)), value));
}

function boundsIn(id: LayerId, range: Range): RangeOptions {
  const keyIn = keysOf(id);
  const first = keyIn(range.start ?? range.prefix);
  const last = range.end === undefined ? [...keyIn(range.prefix), LAST] : keyIn(range.end);
  const limit = range.limit === undefined ? {} : { limit: range.limit };
  if (range.reverse !== true) {
    return range.after === undefined
      ? { start: first, end: last, ...limit }
      : { start: keyIn(range.after), end: last, exclusiveStart: true, ...limit };
  }
  // lmdb walks from `start` down to `end`; our lower bound is inclusive and our upper one is not.
  const upper = range.after === undefined ? last : keyIn(range.after);
  return { start: upper, end: first, reverse: true, exclusiveStart: true, inclusiveEnd: true, ...limit };
}

function mutable(key: Key): LmdbKey {
  return key as LmdbKey;
}

function asKey(key: LmdbKey): Key {
  if (!Array.isArray(key)) return [key];
  if (key.some((part) => typeof part === "object" && part !== null))
    throw new InvariantError("A stored key has a binary part.");
  return key as Key;
}
