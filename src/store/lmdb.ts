// The durable store: one LMDB environment. Commits reach the operating system before `write` returns, so they survive
// `kill -9`; with durability "power" they are also synced to the disk by `flush`, which the gateway then awaits.

import { ABORT, open, type RangeOptions, type RootDatabase, type Transaction } from "lmdb";
import { InvariantError, invariant } from "../kernel/errors.ts";
import { decodeValue, encodeValue } from "./encoding.ts";
import { createOverlay } from "./overlay.ts";
import type { Entry, Key, KeyPart, Range, ReadTx, Store, WriteTx } from "./store.ts";

/** What sorts after every part of a key. */
const LAST = Buffer.from([0xff]);

type LmdbKey = (KeyPart | Buffer)[];

/** Opens or creates the store in the folder `path`. */
export function openLmdb(path: string): Store {
  const database = open<Buffer, LmdbKey>({
    path,
    encoding: "binary",
    // DynamoDB's keys and S3's keys need more than LMDB's usual 1,978 bytes.
    pageSize: 8192,
    // The sync to the disk is `flush`'s; the data file itself is written at each commit.
    noSync: true,
    maxReaders: 1024,
  });
  return createLmdbStore(database);
}

function createLmdbStore(database: RootDatabase<Buffer, LmdbKey>): Store {
  let depth = 0;
  let isDoomed = false;

  const reader = readTx(database, undefined);
  const writer: WriteTx = {
    ...reader,
    put: (key, value) => {
      database.putSync(mutable(key), encodeValue(value));
    },
    delete: (key) => database.removeSync(mutable(key)),
  };

  function write<T>(work: (tx: WriteTx) => T): T {
    if (depth > 0) return join(work);
    let result: T | undefined;
    let failure: { readonly error: unknown } | undefined;
    depth = 1;
    isDoomed = false;
    try {
      database.transactionSync(() => {
        try {
          result = work(writer);
          invariant(!isDoomed, "A transaction inside this one failed; it cannot be committed.");
          return undefined;
        } catch (error) {
          failure = { error };
          return ABORT;
        }
      });
    } finally {
      depth = 0;
    }
    if (failure !== undefined) throw failure.error;
    return result as T;
  }

  function join<T>(work: (tx: WriteTx) => T): T {
    try {
      return work(writer);
    } catch (error) {
      isDoomed = true;
      throw error;
    }
  }

  return {
    read: (work) => work(reader),
    write,
    flush: async () => {
      await database.flushed;
    },
    fork: () => createOverlay(snapshot(database)),
    close: () => database.close(),
  };
}

/** A read-only view of the present state, held open by a reader's slot until it is released. */
function snapshot(database: RootDatabase<Buffer, LmdbKey>): { tx: ReadTx; release: () => void } {
  const transaction = database.useReadTransaction();
  return { tx: readTx(database, transaction), release: () => transaction.done() };
}

function readTx(database: RootDatabase<Buffer, LmdbKey>, transaction: Transaction | undefined): ReadTx {
  const options = transaction === undefined ? {} : { transaction };
  return {
    get<T>(key: Key): T | undefined {
      const bytes =
        transaction === undefined ? database.getBinaryFast(mutable(key)) : database.get(mutable(key), options);
      return bytes === undefined ? undefined : decodeValue<T>(bytes);
    },
    range<T>(range: Range): Iterable<Entry<T>> {
      const entries = database.getRange({ ...options, ...bounds(range) });
      return entries.map(({ key, value }) => ({ key: asKey(key), value: decodeValue<T>(value) }));
    },
  };
}

function bounds(range: Range): RangeOptions {
  const first: LmdbKey = mutable(range.start ?? range.prefix);
  const last: LmdbKey = range.end === undefined ? [...range.prefix, LAST] : mutable(range.end);
  const limit = range.limit === undefined ? {} : { limit: range.limit };
  if (range.reverse !== true) {
    return range.after === undefined
      ? { start: first, end: last, ...limit }
      : { start: mutable(range.after), end: last, exclusiveStart: true, ...limit };
  }
  // lmdb walks from `start` down to `end`; our lower bound is inclusive and our upper one is not.
  const upper = range.after === undefined ? last : mutable(range.after);
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
