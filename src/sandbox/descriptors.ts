// Files that this process has open and would leave to the programs that it starts. Node's own are closed by the kernel when another
// program begins; LMDB's are not, on purpose: its data file is for the caller to close. Without this, every function
// had the yard's whole store open.

import { openSync, readdirSync, readlinkSync } from "node:fs";
import type { StdioOptions } from "node:child_process";

let nothing: number | undefined;

/**
 * `stdio`, with nothing in the place of each file that a program would inherit. Elsewhere than on Linux it is not known which
 * there are.
 */
export function withoutInherited(stdio: readonly ("ignore" | "pipe")[]): StdioOptions {
  const inherited = openFiles().filter((descriptor) => descriptor >= stdio.length);
  if (inherited.length === 0) return [...stdio];
  nothing ??= openSync("/dev/null", "r");
  const all: ("ignore" | "pipe" | number)[] = [...stdio];
  // What is ignored beyond the third is left as it is; what has a number is replaced.
  for (let descriptor = stdio.length; descriptor <= Math.max(...inherited); descriptor++) all.push("ignore");
  for (const descriptor of inherited) all[descriptor] = nothing;
  return all;
}

function openFiles(): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/fd").map(Number).filter(isFile);
}

function isFile(descriptor: number): boolean {
  try {
    const target = readlinkSync(`/proc/self/fd/${descriptor}`);
    return target.startsWith("/") && !target.startsWith("/dev/") && !target.startsWith("/proc/");
  } catch {
    // The one with which the list was read.
    return false;
  }
}
