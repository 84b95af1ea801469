// What a sandbox and its process say to each other, whatever the way: frames on a descriptor, or AWS's Runtime API.

import type { InspectorAddress } from "./inspector-port.ts";
import type { Written } from "./log-capture.ts";
import type { Invocation, ResponseSink } from "./sandboxes.ts";

/** What the runtime reports: an answer, or an error as the runtime describes it. */
export interface RuntimeAnswer {
  /** Of a streamed response: empty, or the error that broke it off. */
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
  /** Of a sandbox that is debugged: where its inspector listens, or why it has none. */
  readonly inspector?: Promise<InspectorAddress | { readonly problem: string }>;
  close(): void;
}

// LIMIT: AWS: "Response streaming for Lambda functions": 200 MB. DEVIATION: AWS gives 2 MB a second after the first 6 MB;
// here nothing slows a response down but its receiver.
const MOST_STREAMED_BYTES = 209_715_200;

/** A streamed response on its way to the sink. */
export interface StreamedResponse {
  /** False if it has become too large: nothing more is taken. */
  write(chunk: Uint8Array, sink: ResponseSink): Promise<void> | undefined | false;
}

/** Counts a response, so that none becomes too large. */
export function countResponse(): StreamedResponse {
  let total = 0;
  return {
    write(chunk, sink) {
      total += chunk.length;
      return total > MOST_STREAMED_BYTES ? false : sink.write(chunk);
    },
  };
}

/** The end of a response that has become too large. */
export function streamTooLarge(): RuntimeAnswer {
  const errorType = "Function.ResponseSizeTooLarge";
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MOST_STREAMED_BYTES} bytes).`;
  return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), errorType, isFatal: true };
}
