// Processes booted ahead: a function's cold start takes one instead of waiting for a runtime to start.

import type { SandboxFolders } from "./isolation.ts";
import type { SandboxProcess } from "./process.ts";

// Two cover a function that calls another; a burst starts its own.
const KEPT_READY = 2;
// A refill at once would take the processor from the cold start that caused it.
const REFILL_DELAY_MS = 50;

/** A process that does not know yet whom it serves, and what it has for itself. */
export interface Booted extends SandboxFolders {
  readonly process: SandboxProcess;
  /** The folder that holds all of it, gone with the process. */
  readonly ownDir: string;
}

export interface BootPool {
  /** A booted process, or a fresh one if none is ready. */
  take(): Booted;
  /** Begins to boot processes ahead. */
  fill(): void;
  stop(): Promise<void>;
}

/** A pool of what `start` starts. */
export function createBootPool(start: () => Booted): BootPool {
  const ready = new Set<Booted>();
  const exits = new Set<Promise<unknown>>();
  let isStopped = false;
  let refill: NodeJS.Timeout | undefined;

  function fill(): void {
    if (isStopped) return;
    while (ready.size < KEPT_READY) {
      const booted = start();
      ready.add(booted);
      const gone = booted.process.exited.then(() => {
        ready.delete(booted);
        exits.delete(gone);
      });
      exits.add(gone);
    }
  }

  return {
    take() {
      if (!isStopped) {
        clearTimeout(refill);
        refill = setTimeout(fill, REFILL_DELAY_MS);
        refill.unref();
      }
      for (const booted of ready) {
        ready.delete(booted);
        return booted;
      }
      return start();
    },
    fill,
    async stop() {
      isStopped = true;
      clearTimeout(refill);
      for (const { process } of ready) process.kill();
      await Promise.all(exits);
    },
  };
}
