// The store's contract: ordered tuple keys, synchronous transactions, O(1) forks. forks.ts (over lmdb.ts), memory.ts
// and overlay.ts implement it and pass one suite (store.contract.ts).

/** One part of a key. Parts sort booleans < numbers < strings; strings by their UTF-8 bytes. */
export type KeyPart = string | number | boolean;

/**
 * A tuple key; tuples sort part by part, and a tuple before its extensions.
 * LIMIT: an encoded key takes at most 4,026 bytes (LMDB with 8 KiB pages), in a fork less its layer's prefix (4
 * bytes with up to 1,295 layers); hash what may grow beyond.
 */
export type Key = readonly KeyPart[];

export interface Entry<T> {
  readonly key: Key;
  readonly value: T;
}

/** Which entries to walk. Bounds are whole keys and must start with `prefix`. */
export interface Range {
  /** Only keys that extend this tuple (or equal it). */
  readonly prefix: Key;
  /** First key, inclusive. */
  readonly start?: Key;
  /** First key, exclusive: for going on after a page's last key. With `reverse`, the walk goes on below it. */
  readonly after?: Key;
  /** Last key, exclusive. */
  readonly end?: Key;
  /** From the highest key down. `start` and `end` keep their meaning as the lower and upper bound. */
  readonly reverse?: boolean;
  /** At most this many entries. */
  readonly limit?: number;
}

export interface ReadTx {
  get<T>(key: Key): T | undefined;
  /** Walks entries in key order. The iterable is read inside the transaction only. */
  range<T>(range: Range): Iterable<Entry<T>>;
}

export interface WriteTx extends ReadTx {
  /** Stores plain data: strings, numbers, booleans, null, Uint8Array, Date, arrays, objects. Undefined members vanish. */
  put(key: Key, value: unknown): void;
  /** True if there was an entry. */
  delete(key: Key): boolean;
}

/** Forbids a promise as a transaction's result: no await inside one. */
type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

export interface Store {
  /** Reads one consistent snapshot. */
  read<T>(work: (tx: ReadTx) => Synchronous<T>): T;
  /**
   * Runs `work` as one atomic transaction: all of it is kept, or, when it throws, nothing. When this returns, the
   * change survives `kill -9` of the process (lmdb). Writers run one at a time; a transaction inside another joins it.
   */
  write<T>(work: (tx: WriteTx) => Synchronous<T>): T;
  /** Resolves when all that was written so far survives power loss (lmdb), else at once. */
  flush(): Promise<void>;
  /**
   * A copy-on-write store over this one's present state: O(1), whatever its size. Later writes here do not show there.
   * Its own writes end with the process; forks that stay are made by forks.ts. Refused inside a transaction.
   */
  fork(): Store;
  close(): Promise<void>;
}
