// What a sandbox and its process say to each other, whatever the way: frames on a descriptor, or AWS's Runtime API.

import type { Written } from "./log-capture.ts";
import type { Invocation } from "./sandboxes.ts";

/** What the runtime reports: an answer, or an error as the runtime describes it. */
export interface RuntimeAnswer {
  readonly payload: Uint8Array;
  /** Set for an error: the runtime's name of its type. */
  readonly errorType?: string;
  /** The process ends after this answer. */
  readonly isFatal: boolean;
  /** How much log was written before the answer, where the runtime says. */
  readonly written?: Written;
}

export interface RuntimeChannel {
  /** Resolves when the runtime is ready for an invocation (undefined), or failed to become so. */
  readonly ready: Promise<RuntimeAnswer | undefined>;
  /** Hands over one invocation and resolves with its answer; never resolves if the process dies. */
  invoke(invocation: Invocation, remainingMs: number): Promise<RuntimeAnswer>;
  close(): void;
}
