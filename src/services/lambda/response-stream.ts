// A response on its way from a function to whoever reads it, in pieces, at the reader's pace.

import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { InvocationResult, ResponseSink } from "../../sandbox/sandboxes.ts";

// Enough that a reader that keeps up never makes the function wait.
const BUFFERED_BYTES = 256 * 1024;

export interface ResponseStream {
  readonly sink: ResponseSink;
  /**
   * Resolves when the response has begun, with its content type; or with undefined when the function has ended without
   * streaming. Rejects if it could not be run.
   */
  begun(running: Promise<InvocationResult>): Promise<string | undefined>;
  /** The pieces, until the function has ended. A function that did not stream gives one. */
  chunks(running: Promise<InvocationResult>): AsyncGenerator<Uint8Array, void, undefined>;
}

/** A stream for one invocation. */
export function createResponseStream(): ResponseStream {
  const buffer = new PassThrough({ highWaterMark: BUFFERED_BYTES });
  let begin: (contentType: string) => void = () => {};
  const contentType = new Promise<string>((resolve) => (begin = resolve));
  let isBegun = false;

  return {
    sink: {
      begin(type) {
        isBegun = true;
        begin(type);
      },
      write(chunk) {
        // AWS: "Response streaming for Lambda functions": a function is not interrupted when its client has gone.
        if (buffer.destroyed) return undefined;
        // The bytes are the channel's, and gone when this returns.
        if (buffer.write(Buffer.from(chunk))) return undefined;
        return Promise.race([once(buffer, "drain"), once(buffer, "close")]).then(() => undefined);
      },
    },
    begun: (running) => Promise.race([contentType, running.then(() => undefined)]),
    async *chunks(running) {
      const ended = running.then(
        () => buffer.end(),
        () => buffer.end(),
      );
      for await (const chunk of buffer as AsyncIterable<Uint8Array>) yield chunk;
      await ended;
      const result = await running;
      if (!isBegun && result.functionError === undefined) yield result.payload;
    },
  };
}
