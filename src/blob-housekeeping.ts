// Frees the disk of bodies that no record names any more. All yards and forks share the blobs, so all their stores are
// asked: each as it is at one moment, in pieces, so that calls go on meanwhile.

import type { Log } from "./kernel/log.ts";
import { nextTurn, realTimer } from "./kernel/real-time.ts";
import type { BlobRows } from "./store/blobs.ts";
import type { FileBlobs, Pruned } from "./store/file-blobs.ts";
import type { Key, Store } from "./store/store.ts";

export interface BlobHousekeeping {
  /** Prunes now, or waits for the prune that is under way and begins another. */
  prune(): Promise<Pruned>;
  /** Prunes no more, and resolves when nothing reads the stores any longer. */
  stop(): Promise<void>;
}

/** Finds which rows name blobs, of all services that have any in one of the stores. */
type FindRows = (stores: readonly Store[]) => Promise<readonly BlobRows[]>;

/** Rows that are read in one turn of the event loop: a millisecond or two. */
const PIECE_ROWS = 500;
const FIRST_AFTER_MS = 5 * 60_000;
const EVERY_MS = 60 * 60_000;

/** Prunes `blobs` some minutes after the start and then every hour. `stores` gives all that may name blobs at this moment, `rows` in which rows. */
export function startBlobHousekeeping(
  blobs: FileBlobs,
  stores: () => Iterable<Store>,
  rows: FindRows,
  log: Log,
): BlobHousekeeping {
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let cancel = realTimer(FIRST_AFTER_MS, again);

  function prune(): Promise<Pruned> {
    const pruning = running.then(() =>
      blobs.prune(() => referencesIn(stores(), rows, stopping.signal), stopping.signal),
    );
    running = pruning.catch(() => undefined);
    return pruning;
  }

  function again(): void {
    prune()
      .then(({ blobs: count, bytes }) => log.write("info", "blobs.pruned", { blobs: count, bytes }))
      .catch((error: unknown) => log.write("error", "blobs.not-pruned", { error }))
      .finally(() => {
        if (!stopping.signal.aborted) cancel = realTimer(EVERY_MS, again);
      })
      .catch(() => undefined);
  }

  return {
    prune,
    async stop() {
      stopping.abort();
      cancel();
      await running;
    },
  };
}

/** The names in all rows of all stores, as they are at the first step. */
async function* referencesIn(
  stores: Iterable<Store>,
  find: FindRows,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  // INVARIANT: all snapshots are of one turn. A record that is copied from one store to another would else be missed.
  const snapshots = [...stores].map((store) => store.fork());
  try {
    const rows = await find(snapshots);
    for (const snapshot of snapshots) {
      for (const each of rows) yield* namesIn(snapshot, each, signal);
    }
  } finally {
    await Promise.all(snapshots.map((snapshot) => snapshot.close()));
  }
}

async function* namesIn(
  store: Store,
  { prefix, references }: BlobRows,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  let after: Key | undefined;
  do {
    await nextTurn();
    if (signal.aborted) return;
    const from: Key | undefined = after;
    const names: string[] = [];
    after = undefined;
    let read = 0;
    store.read((tx) => {
      const range = { prefix, limit: PIECE_ROWS, ...(from === undefined ? {} : { after: from }) };
      for (const { key, value } of tx.range(range)) {
        read += 1;
        names.push(...references(value));
        after = key;
      }
    });
    yield names;
    if (read < PIECE_ROWS) return;
  } while (after !== undefined);
}
