// How much memory a process uses. Exact on Linux, where it is a file to read; elsewhere unknown, and then no limit is
// enforced.

import { readFileSync } from "node:fs";

export interface MemoryUse {
  readonly nowMb: number;
  /** The most it has used since it was started. */
  readonly peakMb: number;
}

/** Resident memory of a process, undefined if the system does not tell. */
export function readMemoryUse(pid: number): MemoryUse | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
    return { nowMb: field("VmRSS") / 1024, peakMb: field("VmHWM") / 1024 };
  } catch {
    return undefined;
  }
}
