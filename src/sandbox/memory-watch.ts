// Looks at the memory of sandboxes while they run invocations.

import { readChildrenMb } from "./memory.ts";
import type { Sandbox } from "./sandbox.ts";

const INTERVAL_MS = 50;
// To look at all processes of a machine takes a few milliseconds.
const CHILDREN_EVERY = 10;

export interface MemoryWatch {
  /** From now on, until `remove`. */
  add(sandbox: Sandbox): void;
  remove(sandbox: Sandbox): void;
  stop(): void;
}

/** A watch that runs only while there is something to look at. */
export function createMemoryWatch(): MemoryWatch {
  const watched = new Set<Sandbox>();
  let timer: NodeJS.Timeout | undefined;
  let count = 0;

  function look(): void {
    const looksAtChildren = watched.size > 0 && ++count % CHILDREN_EVERY === 0;
    const children = looksAtChildren ? readChildrenMb(new Set([...watched].map(pidOf))) : undefined;
    for (const sandbox of watched) sandbox.enforceMemory(children?.get(pidOf(sandbox)));
    if (watched.size === 0) stop();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    add(sandbox) {
      watched.add(sandbox);
      timer ??= setInterval(look, INTERVAL_MS).unref();
    },
    remove: (sandbox) => watched.delete(sandbox),
    stop,
  };
}

function pidOf(sandbox: Sandbox): number {
  return sandbox.parts.process.pid;
}
