// How much memory one sandbox has used, and whether that is more than it may.

import { readMemoryUse } from "./memory.ts";

const READ_INTERVAL_MS = 200;

export interface MemoryUseOf {
  /** Looks now: whether the process and `othersMb` beside it are beyond the limit. */
  isTooMuch(othersMb: number): boolean;
  /** The most that was seen, and not more than the limit; looks again now and then while the process `isRunning`. */
  peakMb(isRunning: boolean): number;
}

/** Watches a sandbox's main process. */
export function memoryUseOf(pid: number, limitMb: number): MemoryUseOf {
  let peakMb = 0;
  let readAt = 0;
  return {
    isTooMuch(othersMb) {
      const use = readMemoryUse(pid);
      if (use === undefined) return false;
      peakMb = Math.max(peakMb, use.peakMb, use.nowMb + othersMb);
      return use.nowMb + othersMb > limitMb;
    },
    peakMb(isRunning) {
      const at = performance.now();
      if (isRunning && at - readAt > READ_INTERVAL_MS) {
        readAt = at;
        peakMb = Math.max(peakMb, readMemoryUse(pid)?.peakMb ?? 0);
      }
      return Math.min(limitMb, Math.ceil(peakMb));
    },
  };
}
