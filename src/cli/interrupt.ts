// Ctrl-C: the first one lets what is changing come to its end, the second one ends the process at once.

import { EXIT } from "./exit-codes.ts";
import { note } from "./terminal.ts";

/** The first Ctrl-C, as a signal and as a promise. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly interrupted: Promise<void>;
  /** Gives Ctrl-C back. */
  dispose(): void;
}

/** Takes Ctrl-C over. `message` is said at the first one; the second one ends the process. */
export function takeInterrupts(message?: string): Interrupt {
  const controller = new AbortController();
  const interrupted = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  // Not `once`: the package that gives terminals their cursor back takes a listener that is gone when it looks for none
  // at all, and ends the process.
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted.code);
    if (message !== undefined) note(`\n${message} Press Ctrl-C again to leave at once.`);
    controller.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  return {
    signal: controller.signal,
    interrupted,
    dispose() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onInterrupt);
    },
  };
}
