// Ctrl-C: the first one lets what is changing come to its end, the second one ends the process at once.

import { EXIT } from "./exit-codes.ts";
import { note } from "./terminal.ts";

/** A signal that aborts at the first Ctrl-C. `dispose` gives the keys back. */
export function interruptSignal(message: string): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted.code);
    note(`\n${message} Press Ctrl-C again to leave at once.`);
    controller.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  return {
    signal: controller.signal,
    dispose() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onInterrupt);
    },
  };
}
