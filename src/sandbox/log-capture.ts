// The log of one sandbox: what it writes, cut into lines or taken in whole messages, in the order of arrival, and the
// platform's own lines between them.

import type { Readable } from "node:stream";
import type { LogLine } from "./sandboxes.ts";

// LIMIT: AWS: "Invoke", LogResult: the last 4 KB of the execution log.
const TAIL_BYTES = 4096;
// AWS's frames from a runtime to the platform: type (4 bytes), length (4), microseconds (8), message; big-endian.
const FRAME_HEADER_BYTES = 16;
// LIMIT: a line without an end is given out in pieces of a log event's largest size (CloudWatch Logs: 256 KB less its overhead).
const LONGEST_LINE = 262_118;

/** Cumulated bytes of stdout, stderr and the message channel. */
export type Written = readonly [stdout: number, stderr: number, messages: number];

export interface LogCapture {
  /** A line of the platform's own: START, END, REPORT. */
  add(message: string): void;
  /** Resolves when the sandbox's first `written` bytes are here, or after `limitMs`. */
  caughtUp(written: Written, limitMs: number): Promise<void> | undefined;
  /** Takes lines that have no end yet as they are. */
  flush(): void;
  /** Gives all lines so far to the sink, without waiting for the turn's end. */
  handOver(): void;
  /** Begins a new tail. */
  resetTail(): void;
  /** The last 4 KB since `resetTail`. */
  tail(): Uint8Array;
}

export interface LogSources {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Whole messages; extensions have no such way. */
  readonly log?: Readable;
}

/**
 * Reads `sources` until they end; `sink` gets lines in batches, once for each turn of the event loop. `onWritten` hears each line that
 * the sources wrote, without the platform's own.
 */
export function captureLog(
  sources: LogSources,
  nowMs: () => number,
  sink: (lines: readonly LogLine[]) => void,
  onWritten: (message: string) => void = () => {},
): LogCapture {
  const seen: [number, number, number] = [0, 0, 0];
  let tail: string[] = [];
  let tailLength = 0;
  let batch: LogLine[] = [];
  let waiter: (() => void) | undefined;

  function add(message: string): void {
    if (batch.length === 0) setImmediate(handOver);
    batch.push({ timestampMs: nowMs(), message });
    tail.push(message);
    tailLength += message.length;
    while (tailLength - (tail[0]?.length ?? 0) > TAIL_BYTES) tailLength -= tail.shift()?.length ?? 0;
  }

  function addWritten(message: string): void {
    add(message);
    onWritten(message);
  }

  function handOver(): void {
    const lines = batch;
    batch = [];
    if (lines.length > 0) sink(lines);
  }

  function count(index: 0 | 1 | 2, bytes: number): void {
    seen[index] += bytes;
    waiter?.();
  }

  const flushLines = [sources.stdout, sources.stderr].map((stream, index) => {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      rest += text;
      for (let end = lineEnd(rest); end !== 0; end = lineEnd(rest)) {
        addWritten(rest.slice(0, end));
        rest = rest.slice(end);
      }
      count(index === 0 ? 0 : 1, Buffer.byteLength(text));
    });
    return () => {
      if (rest !== "") addWritten(rest);
      rest = "";
    };
  });

  let pending: Buffer = Buffer.alloc(0);
  sources.log?.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= FRAME_HEADER_BYTES) {
      const end = FRAME_HEADER_BYTES + pending.readUInt32BE(4);
      if (pending.length < end) break;
      addWritten(pending.toString("utf8", FRAME_HEADER_BYTES, end));
      pending = pending.subarray(end);
    }
    count(2, chunk.length);
  });

  function caughtUp(written: Written, limitMs: number): Promise<void> | undefined {
    const isThere = (): boolean => seen[0] >= written[0] && seen[1] >= written[1] && seen[2] >= written[2];
    if (isThere()) return undefined;
    return new Promise((resolve) => {
      const finish = (): void => {
        waiter = undefined;
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(finish, limitMs);
      waiter = () => {
        if (isThere()) finish();
      };
    });
  }

  return {
    add,
    caughtUp,
    handOver,
    flush: () => {
      for (const flush of flushLines) flush();
    },
    resetTail: () => {
      tail = [];
      tailLength = 0;
    },
    tail: () => {
      const text = Buffer.from(tail.join(""));
      return text.subarray(Math.max(0, text.length - TAIL_BYTES));
    },
  };
}

function lineEnd(text: string): number {
  const at = text.indexOf("\n");
  if (at !== -1) return at + 1;
  return text.length >= LONGEST_LINE ? LONGEST_LINE : 0;
}
