// A store as a stack of layers, its own on top: the uppermost layer that has an entry for a key decides. Layers above
// the lowest keep deletions as tombstones. A stack of one layer is read and written straight.

import type { Layer, LayerReads } from "./lmdb.ts";
import { decodeValue, encodeKey, encodeValue } from "./encoding.ts";
import type { Entry, Key, Range, ReadTx, WriteTx } from "./store.ts";

/** A deleted entry. No value is empty: MessagePack takes at least one byte. */
const TOMBSTONE = Buffer.alloc(0);

/** Layers, the uppermost first. */
export type Stack<L extends LayerReads = Layer> = readonly [L, ...L[]];

/** How a walk learns that entries were changed under it: the number of changes, undefined where it need not know. */
type ChangesSeen = () => number | undefined;

/** The reads of a stack that nobody writes to meanwhile: a snapshot's. */
export function stackReads(stack: Stack<LayerReads>): ReadTx {
  return readsOf(stack, () => undefined);
}

/** The reads and writes of a stack. Inside a transaction (`isWriting`) a walk sees what is changed ahead of it. */
export function stackAccess(
  stack: Stack,
  isWriting: () => boolean,
): { readonly reads: ReadTx; readonly writes: WriteTx } {
  const [own, ...below] = stack;
  if (below.length === 0) {
    const reads = readsOf(stack, () => undefined);
    return { reads, writes: { ...reads, put: (key, value) => own.put(key, encodeValue(value)), delete: own.remove } };
  }
  let changes = 0;
  const reads = readsOf(stack, () => (isWriting() ? changes : undefined));
  const writes: WriteTx = {
    ...reads,
    put(key, value) {
      changes += 1;
      own.put(key, encodeValue(value));
    },
    delete(key) {
      changes += 1;
      return remove(stack, key);
    },
  };
  return { reads, writes };
}

function readsOf(stack: Stack<LayerReads>, changesSeen: ChangesSeen): ReadTx {
  const [own] = stack;
  if (stack.length === 1)
    return {
      get<T>(key: Key): T | undefined {
        const bytes = own.get(key);
        return bytes === undefined ? undefined : decodeValue<T>(bytes);
      },
      range: <T>(range: Range) => own.range<Entry<T>>(range, (key, bytes) => ({ key, value: decodeValue<T>(bytes) })),
    };
  return {
    get<T>(key: Key): T | undefined {
      const bytes = find(stack, key);
      return bytes === undefined ? undefined : decodeValue<T>(bytes);
    },
    range: <T>(range: Range) => ({ [Symbol.iterator]: () => merge<T>(stack, range, changesSeen) }),
  };
}

function find(stack: readonly LayerReads[], key: Key): Uint8Array | undefined {
  for (const layer of stack) {
    const bytes = layer.get(key);
    if (bytes !== undefined) return bytes.length === 0 ? undefined : bytes;
  }
  return undefined;
}

/** Deletes the entry of a stack and leaves a tombstone only where one below would show; true if there was one. */
function remove([own, ...below]: Stack, key: Key): boolean {
  const isBelow = find(below, key) !== undefined;
  // Its length must be read before the next read.
  const ownLength = own.get(key)?.length;
  if (isBelow && ownLength !== 0) own.put(key, TOMBSTONE);
  if (!isBelow && ownLength !== undefined) own.remove(key);
  return ownLength === undefined ? isBelow : ownLength > 0;
}

/** At most this many entries a transaction, and no further one after so many bytes. */
export interface Batch {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Moves some entries of the uppermost layer into the one below it; true if none is left. Nothing that a reader of the
 * whole stack sees is changed by it.
 */
export function foldSome([upper, ...below]: readonly [Layer, Layer, ...Layer[]], batch: Batch): boolean {
  const [lower] = below;
  return takeSome(upper, batch, (key, bytes) => {
    if (bytes.length === 0) remove(below, key);
    else lower.put(key, bytes);
  });
}

/** Removes some entries of a layer that nobody reads; true if none is left. */
export function clearSome(layer: Layer, batch: Batch): boolean {
  return takeSome(layer, batch, () => undefined);
}

function takeSome(layer: Layer, batch: Batch, give: (key: Key, bytes: Buffer) => void): boolean {
  const taken: RawEntry[] = [];
  let takenBytes = 0;
  let isAll = true;
  for (const entry of layer.range<RawEntry>({ prefix: [] }, (key, bytes) => ({ key, bytes }))) {
    if (taken.length >= batch.entries || takenBytes >= batch.bytes) {
      isAll = false;
      break;
    }
    taken.push(entry);
    takenBytes += entry.bytes.length;
  }
  for (const { key, bytes } of taken) {
    give(key, bytes);
    layer.remove(key);
  }
  return isAll;
}

/** True if the layer has neither entries nor tombstones. */
export function isEmpty(layer: LayerReads): boolean {
  for (const _key of layer.range({ prefix: [], limit: 1 }, (key) => key)) return false;
  return true;
}

/** A layer's place in a walk over a stack. */
interface Head {
  readonly entries: Iterator<RawEntry>;
  entry: RawEntry | undefined;
  /** The entry's key in an encoding that sorts as keys do, made when it is first compared. */
  encoded: string | undefined;
}

interface RawEntry {
  readonly key: Key;
  readonly bytes: Buffer;
}

/** Walks all layers in one order; an upper layer's entry hides those of the same key below. */
function* merge<T>(stack: Stack<LayerReads>, range: Range, changesSeen: ChangesSeen): Generator<Entry<T>> {
  const { limit = Infinity, limit: _limit, ...bounds } = range;
  let seen = changesSeen();
  let heads = start(stack, bounds);
  try {
    for (let given = 0; given < limit;) {
      const first = firstOf(heads, range.reverse === true);
      if (first?.entry === undefined) return;
      const { key, bytes } = first.entry;
      if (bytes.length > 0) {
        given += 1;
        yield { key, value: decodeValue<T>(bytes) };
      }
      const now = changesSeen();
      if (now === seen) {
        advance(first);
      } else {
        // The heads are read ahead, so they may be gone, and others may have come between.
        seen = now;
        stop(heads);
        heads = start(stack, { ...bounds, after: key });
      }
    }
  } finally {
    stop(heads);
  }
}

/** The head that is next in the walk; those that it hides are passed. */
function firstOf(heads: readonly Head[], isReverse: boolean): Head | undefined {
  let first: Head | undefined;
  for (const head of heads) {
    if (head.entry === undefined) continue;
    if (first?.entry === undefined) {
      first = head;
      continue;
    }
    const firstKey = (first.encoded ??= encodeKey(first.entry.key));
    const key = (head.encoded ??= encodeKey(head.entry.key));
    if (key === firstKey) advance(head);
    else if (key < firstKey !== isReverse) first = head;
  }
  return first;
}

function start(stack: Stack<LayerReads>, range: Range): Head[] {
  return stack.map((layer) => {
    const entries = layer.range<RawEntry>(range, (key, bytes) => ({ key, bytes }))[Symbol.iterator]();
    const head: Head = { entries, entry: undefined, encoded: undefined };
    advance(head);
    return head;
  });
}

function advance(head: Head): void {
  const next = head.entries.next();
  head.entry = next.done === true ? undefined : next.value;
  head.encoded = undefined;
}

/** Gives the layers' cursors back. */
function stop(heads: readonly Head[]): void {
  for (const { entries } of heads) entries.return?.();
}
