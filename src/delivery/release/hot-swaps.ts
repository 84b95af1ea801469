// Which units run code that CloudFormation does not know of: `up` marks a unit before it replaces a function's code, and
// the next release restores what the stack says. Marks are objects of their own, so that no release is rewritten for one.

import type { Random } from "../../kernel/random.ts";
import type { Bucket } from "../cloud/bucket.ts";
import { releasePrefix } from "./release-store.ts";
import type { ReleasePlace } from "./release-store.ts";

/** The marks as they were when they were read. */
export interface HotSwaps {
  has(unit: string): boolean;
  /** Takes the mark away, unless the unit was marked again since. */
  forget(unit: string): Promise<void>;
}

/** Reads the marks of an environment. */
export async function readHotSwaps(bucket: Bucket, place: ReleasePlace): Promise<HotSwaps> {
  const prefix = markPrefix(place);
  const marks = new Map((await bucket.list(prefix)).map(({ key, etag }) => [key.slice(prefix.length), etag]));
  return {
    has: (unit) => marks.has(unit),
    async forget(unit) {
      const etag = marks.get(unit);
      if (etag !== undefined) await bucket.remove(prefix + unit, etag);
      marks.delete(unit);
    },
  };
}

/** Marks a unit, before its code is replaced. */
export async function markHotSwap(bucket: Bucket, place: ReleasePlace, unit: string, random: Random): Promise<void> {
  // Different each time: its tag tells whether it is the mark that a release has seen.
  await bucket.put(`${markPrefix(place)}${unit}`, JSON.stringify({ v: 1, id: random.uuid() }));
}

function markPrefix(place: ReleasePlace): string {
  return `${releasePrefix(place)}swapped/`;
}
