// Which processes a server started, as the operating system knows them.

import { execFileSync } from "node:child_process";

/** The children of a process that still run. */
export function childrenOf(parent: number): readonly number[] {
  return processes()
    .filter(({ ppid }) => ppid === parent)
    .map(({ pid }) => pid);
}

/** Those of `pids` that still run. */
export function living(pids: readonly number[]): readonly number[] {
  const all = new Set(processes().map(({ pid }) => pid));
  return pids.filter((pid) => all.has(pid));
}

function processes(): readonly { readonly pid: number; readonly ppid: number }[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = ""]) => !state.startsWith("Z"))
    .map(([pid, ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }));
}
