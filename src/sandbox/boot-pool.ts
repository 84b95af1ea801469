// Processes booted ahead: a function's cold start takes one instead of waiting for a runtime to start.

import type { BootCommand } from "./runtimes.ts";
import { startProcess } from "./process.ts";
import type { SandboxProcess } from "./process.ts";

// Two cover a function that calls another; a burst starts its own.
const KEPT_READY = 2;
// A refill at once would take the processor from the cold start that caused it.
const REFILL_DELAY_MS = 50;

export interface BootPool {
  /** A booted process, or a fresh one if none is ready. */
  take(): SandboxProcess;
  /** Begins to boot processes ahead. */
  fill(): void;
  stop(): Promise<void>;
}

/** A pool of processes that run `boot` with no environment of their own. */
export function createBootPool(boot: BootCommand, workingDir: string): BootPool {
  const ready = new Set<SandboxProcess>();
  const exits = new Set<Promise<unknown>>();
  let isStopped = false;
  let refill: NodeJS.Timeout | undefined;

  function start(): SandboxProcess {
    return startProcess({
      command: boot.command,
      args: boot.args,
      environment: { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "en_US.UTF-8", TZ: ":UTC" },
      workingDir,
    });
  }

  function fill(): void {
    if (isStopped) return;
    while (ready.size < KEPT_READY) {
      const process = start();
      ready.add(process);
      const gone = process.exited.then(() => {
        ready.delete(process);
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
      for (const process of ready) {
        ready.delete(process);
        return process;
      }
      return start();
    },
    fill,
    async stop() {
      isStopped = true;
      clearTimeout(refill);
      for (const process of ready) process.kill();
      await Promise.all(exits);
    },
  };
}
