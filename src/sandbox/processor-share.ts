// A share of the processor that follows a function's memory, by cgroups of version 2 where this user may make them. A share, not
// a limit: a function with little memory is slow only while others want the processor, too.
// AWS: "Configure Lambda function memory": the processor's power is in proportion to memory; at 1,769 MB it is one vCPU.

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const MEMORY_OF_ONE_PROCESSOR_MB = 1_769;
// LIMIT: the kernel's "cgroup-v2", cpu.weight: 1 to 10,000, and 100 for who has not said anything.
const USUAL_WEIGHT = 100;
const MOST_WEIGHT = 10_000;
const GROUP_PREFIX = "stackyard-";

export interface ProcessorShares {
  /** Gives a sandbox's process, and all that it starts from now on, its share. Takes effect a moment later. */
  give(pid: number, memoryMb: number): void;
  /** Another process of the sandbox shares with it. */
  join(pid: number, other: number): void;
  /** When all of its processes are gone. */
  takeBack(pid: number): void;
  close(): void;
}

export interface CgroupPlaces {
  /** Where cgroups are mounted. */
  readonly mount: string;
  /** The file that names this process's own. */
  readonly ownFile: string;
}

const PLACES: CgroupPlaces = { mount: "/sys/fs/cgroup", ownFile: "/proc/self/cgroup" };

/** The shares that this machine allows; undefined where it allows none. */
export function findProcessorShares(places: CgroupPlaces = PLACES): ProcessorShares | undefined {
  try {
    const base = makeBase(places);
    return base === undefined ? undefined : sharesIn(base);
  } catch {
    // Anything but Linux, an older kernel, a container: functions then share the processor as all processes do.
    return undefined;
  }
}

function sharesIn(base: string): ProcessorShares {
  const groupOf = (pid: number): string => join(base, String(pid));
  const given = new Map<number, Promise<void>>();
  return {
    give(pid, memoryMb) {
      const weight = Math.round((USUAL_WEIGHT * memoryMb) / MEMORY_OF_ONE_PROCESSOR_MB);
      const put = async (): Promise<void> => {
        const group = groupOf(pid);
        await mkdir(group);
        await writeFile(join(group, "cpu.weight"), String(Math.min(MOST_WEIGHT, Math.max(1, weight))));
        await writeFile(join(group, "cgroup.procs"), String(pid));
      };
      // A process that has ended already has no use for it. Moving one takes the kernel milliseconds: nobody waits for that.
      given.set(
        pid,
        put().catch(() => {}),
      );
    },
    join(pid, other) {
      void given.get(pid)?.then(() => writeFile(join(groupOf(pid), "cgroup.procs"), String(other)).catch(() => {}));
    },
    takeBack(pid) {
      const isPut = given.get(pid);
      given.delete(pid);
      void isPut?.then(() => rmdir(groupOf(pid)).catch(() => {}));
    },
    close: () => removeGroup(base),
  };
}

/**
 * A group for this server's sandboxes, in the nearest group above this process that may be divided. Groups with processes of
 * their own may not.
 */
function makeBase({ mount, ownFile }: CgroupPlaces): string | undefined {
  const own = /^0::(.*)$/m.exec(readFileSync(ownFile, "utf8"))?.[1];
  if (own === undefined) return undefined;
  for (let group = join(mount, own); group.startsWith(mount); group = dirname(group)) {
    if (!mayDivide(group)) continue;
    sweep(group);
    const base = join(group, `${GROUP_PREFIX}${process.pid}`);
    mkdirSync(base, { recursive: true });
    if (divide(base)) return base;
    removeGroup(base);
  }
  return undefined;
}

function mayDivide(group: string): boolean {
  try {
    for (const name of ["", "cgroup.procs", "cgroup.subtree_control"]) accessSync(join(group, name), constants.W_OK);
    return divide(group);
  } catch {
    return false;
  }
}

/** Gives the groups below one a share each. */
function divide(group: string): boolean {
  try {
    const control = join(group, "cgroup.subtree_control");
    if (readFileSync(control, "utf8").split(/\s+/).includes("cpu")) return true;
    if (!readFileSync(join(group, "cgroup.controllers"), "utf8").split(/\s+/).includes("cpu")) return false;
    writeFileSync(control, "+cpu");
    return true;
  } catch {
    return false;
  }
}

/** Removes what servers left that were killed. */
function sweep(group: string): void {
  for (const name of readdirSync(group)) {
    const pid = name.startsWith(GROUP_PREFIX) ? Number(name.slice(GROUP_PREFIX.length)) : 0;
    if (pid > 0 && !existsSync(`/proc/${pid}`)) removeGroup(join(group, name));
  }
}

/** The kernel's files in a group go with it; a group with processes stays. */
function removeGroup(group: string): void {
  try {
    for (const entry of readdirSync(group, { withFileTypes: true }))
      if (entry.isDirectory()) rmdirSync(join(group, entry.name));
    rmdirSync(group);
  } catch {
    // The next server tries again.
  }
}
