// How much memory processes use. Exact on Linux, where it is a file to read; elsewhere unknown, and then no limit is
// enforced.

import { readFileSync, readdirSync } from "node:fs";

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

// Of the processors that people have; where pages are larger, children count too little.
const PAGE_MB = 4 / 1024;

/**
 * What the children of sandboxes use that they do not share with others, by the process group that a sandbox is. Looks at
 * all processes of the machine that are younger than the oldest sandbox: not for each moment.
 */
export function readChildrenMb(groups: ReadonlySet<number>): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  const oldest = Math.min(...groups);
  for (const pid of processIds()) {
    if (pid <= oldest || groups.has(pid)) continue;
    try {
      // "PID (NAME) STATE PARENT GROUP ...", and a name may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ", 3)[2]);
      if (!groups.has(group)) continue;
      const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ").map(Number);
      sums.set(group, (sums.get(group) ?? 0) + (resident - shared) * PAGE_MB);
    } catch {
      // Gone meanwhile.
    }
  }
  return sums;
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
