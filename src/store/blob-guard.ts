// Which blobs a prune must leave alone although no record names them: those that were put a moment ago and whose record
// is about to be written, and those that somebody reads or copies. In memory only: after a crash nobody is under way.

import { createBlobMarks, type BlobMarks } from "./blob-marks.ts";

export interface BlobGuard {
  /** Somebody put this blob, or has done with it: it stays for the time of grace, and while a prune is watching. */
  touch(sha256: string): void;
  /** See BlobStore. */
  hold(sha256s: readonly string[]): () => void;
  protects(sha256: string): boolean;
  /** From now on nothing that is touched is forgotten, until the function that this gives is called. */
  watch(): () => void;
}

/** A guard with a time of grace, by a monotonic clock. */
export function createBlobGuard(graceMs: number, nowMs: () => number): BlobGuard {
  // Two generations: what was touched stays for once to twice the time of grace, at 16 bytes a blob.
  let recent: BlobMarks = createBlobMarks();
  let older: BlobMarks = createBlobMarks();
  let recentSinceMs = nowMs();
  let watchers = 0;
  const held = new Map<string, number>();

  function forget(): void {
    const ageMs = nowMs() - recentSinceMs;
    if (watchers > 0 || ageMs < graceMs) return;
    older = ageMs < 2 * graceMs ? recent : createBlobMarks();
    recent = createBlobMarks();
    recentSinceMs = nowMs();
  }

  function touch(sha256: string): void {
    forget();
    recent.add(sha256);
  }

  return {
    touch,
    hold(sha256s) {
      for (const sha256 of sha256s) held.set(sha256, (held.get(sha256) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        for (const sha256 of sha256s) {
          const left = (held.get(sha256) ?? 1) - 1;
          if (left === 0) held.delete(sha256);
          else held.set(sha256, left);
          // Its record may have been written a moment ago, and a prune that began before does not know it.
          touch(sha256);
        }
      };
    },
    protects: (sha256) => held.has(sha256) || recent.has(sha256) || older.has(sha256),
    watch() {
      forget();
      watchers += 1;
      return () => {
        watchers -= 1;
      };
    },
  };
}
