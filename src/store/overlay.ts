// A fork: its own changes over a snapshot of another store. Making one costs the same whatever the snapshot holds.

import BTreeModule from "sorted-btree";
import { invariant } from "../kernel/errors.ts";
import { decodeKey, decodeValue, encodedPrefixEnd, encodeKey, encodeValue } from "./encoding.ts";
import type { Entry, Key, Range, ReadTx, Store, WriteTx } from "./store.ts";

// sorted-btree is CommonJS: its class is the default export's default.
const BTree = BTreeModule.default;
type Changes = InstanceType<typeof BTree<string, Buffer | typeof DELETED>>;

const DELETED = Symbol("deleted");

/** What a fork stands on: released when the fork and all its forks are closed. */
export interface Snapshot {
  readonly tx: ReadTx;
  release(): void;
}

const EMPTY: Snapshot = { tx: { get: () => undefined, range: () => [] }, release: () => undefined };

/** A store that keeps nothing beyond the process: an overlay over nothing. */
export function createMemoryStore(): Store {
  return createOverlay(EMPTY);
}

/** A copy-on-write store over `base`. */
export function createOverlay(base: Snapshot): Store {
  const users = { count: 1 };
  return overlayOf(base, users, newTree());
}

function newTree(): Changes {
  return new BTree<string, Buffer | typeof DELETED>(undefined, (left, right) =>
    left < right ? -1 : left > right ? 1 : 0,
  );
}

function overlayOf(base: Snapshot, users: { count: number }, initial: Changes): Store {
  let changes = initial;
  let depth = 0;
  let isDoomed = false;
  let isClosed = false;

  const reader: ReadTx = {
    get<T>(key: Key): T | undefined {
      const changed = changes.get(encodeKey(key));
      if (changed === DELETED) return undefined;
      return changed === undefined ? base.tx.get<T>(key) : decodeValue<T>(changed);
    },
    range: <T>(range: Range) => merge<T>(changes, base.tx, range),
  };

  const writer: WriteTx = {
    ...reader,
    put: (key, value) => void changes.set(encodeKey(key), encodeValue(value)),
    delete(key) {
      const wasThere = reader.get(key) !== undefined;
      if (wasThere) changes.set(encodeKey(key), DELETED);
      return wasThere;
    },
  };

  function write<T>(work: (tx: WriteTx) => T): T {
    if (depth > 0) {
      try {
        return work(writer);
      } catch (error) {
        isDoomed = true;
        throw error;
      }
    }
    const before = changes;
    // Cloning a B-tree shares its nodes until one side changes them: the old root is the undo log.
    changes = before.clone();
    depth = 1;
    isDoomed = false;
    try {
      const result = work(writer);
      invariant(!isDoomed, "A transaction inside this one failed; it cannot be committed.");
      return result;
    } catch (error) {
      changes = before;
      throw error;
    } finally {
      depth = 0;
    }
  }

  return {
    read: (work) => work(reader),
    write,
    flush: () => Promise.resolve(),
    fork() {
      invariant(!isClosed && depth === 0, "A closed store, or one inside a transaction, cannot be forked.");
      users.count += 1;
      const copy = changes.clone();
      return overlayOf(base, users, copy);
    },
    close() {
      if (!isClosed) {
        isClosed = true;
        users.count -= 1;
        if (users.count === 0) base.release();
      }
      return Promise.resolve();
    },
  };
}

/** Walks both sides in one order; the overlay's entry hides the base's of the same key. */
function* merge<T>(changes: Changes, base: ReadTx, range: Range): Generator<Entry<T>> {
  const { limit = Infinity, reverse = false, limit: _limit, ...bounds } = range;
  const below = base.range<T>({ ...bounds, reverse })[Symbol.iterator]();
  // The clone keeps the walk steady while its reader changes entries.
  const above = walk(changes.clone(), range);
  try {
    let lower = below.next();
    let upper = above.next();
    for (let given = 0; given < limit;) {
      const lowerKey = lower.done === true ? undefined : encodeKey(lower.value.key);
      const upperKey = upper.done === true ? undefined : upper.value[0];
      if (lowerKey === undefined && upperKey === undefined) return;
      const isUpper =
        upperKey !== undefined && (lowerKey === undefined || (reverse ? upperKey >= lowerKey : upperKey <= lowerKey));
      if (isUpper && upper.done !== true) {
        const [key, value] = upper.value;
        if (lowerKey === key) lower = below.next();
        upper = above.next();
        if (value === DELETED) continue;
        given += 1;
        yield { key: decodeKey(key), value: decodeValue<T>(value) };
      } else if (lower.done !== true) {
        given += 1;
        const entry = lower.value;
        lower = below.next();
        yield entry;
      }
    }
  } finally {
    // Whoever stops early gives the snapshot's cursor back: it would hold the snapshot open beyond the fork, and all that
    // is written from then on would find no free page in the file.
    below.return?.();
  }
}

function* walk(changes: Changes, range: Range): Generator<readonly [string, Buffer | typeof DELETED]> {
  const low = encodeKey(range.start ?? range.prefix);
  const high = range.end === undefined ? encodedPrefixEnd(range.prefix) : encodeKey(range.end);
  const after = range.after === undefined ? undefined : encodeKey(range.after);
  if (range.reverse === true) {
    for (const [key, value] of changes.entriesReversed(after ?? high, undefined, true)) {
      if (key < low) return;
      if (key < high) yield [key, value];
    }
    return;
  }
  for (const [key, value] of changes.entries(after ?? low)) {
    if (key >= high) return;
    if (key !== after && key >= low) yield [key, value];
  }
}
