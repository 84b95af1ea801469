// A set of blobs' names that takes 16 bytes a name: a million objects' marks must not cost a hundred megabytes. It keeps
// 48 bits of each name, so it may say of one in a hundred million strangers that it is in: garbage then stays, never the
// other way round.

import { invariant } from "../kernel/errors.ts";

export interface BlobMarks {
  add(sha256: string): void;
  has(sha256: string): boolean;
}

const SMALLEST = 1024;
const DIGITS = 12;

/** An empty set. */
export function createBlobMarks(): BlobMarks {
  // Open addressing: 0 is a free slot, and names stand in the slot of their number or the next free one behind it.
  let slots = new Float64Array(SMALLEST);
  let count = 0;

  function slotOf(mark: number): number {
    let slot = mark % slots.length;
    while (slots[slot] !== 0 && slots[slot] !== mark) slot = (slot + 1) % slots.length;
    return slot;
  }

  function grow(): void {
    const before = slots;
    slots = new Float64Array(before.length * 2);
    for (const mark of before) if (mark !== 0) slots[slotOf(mark)] = mark;
  }

  return {
    add(sha256) {
      const mark = markOf(sha256);
      const slot = slotOf(mark);
      if (slots[slot] === mark) return;
      slots[slot] = mark;
      count += 1;
      if (count * 2 > slots.length) grow();
    },
    has(sha256) {
      const mark = markOf(sha256);
      return slots[slotOf(mark)] === mark;
    },
  };
}

function markOf(sha256: string): number {
  const mark = Number.parseInt(sha256.slice(0, DIGITS), 16);
  invariant(Number.isInteger(mark), `"${sha256}" is not the name of a blob.`);
  return mark + 1;
}
