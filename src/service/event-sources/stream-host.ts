// A host whose source is a stream: how it wants to be given batches, and what becomes of those that fail.

import type { SourceHost } from "./host.ts";
import type { SourceRecord, StreamSource } from "./shard-source.ts";
import type { TumblingWindow } from "./tumbling-window.ts";

/** AWS: CreateEventSourceMapping, CreatePipe: the parameters of streams. */
export interface StreamSettings {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Shards without a checkpoint begin at this time; at their beginning, if left out. */
  readonly startingAtMs?: number;
  /** So many batches of a shard at a time; records of one key stay in order. */
  readonly lanes: number;
  readonly bisects: boolean;
  /** -1: for ever. */
  readonly retryAttempts: number;
  /** -1: of any age. */
  readonly recordAgeSeconds: number;
  /** 0: no tumbling windows. */
  readonly tumblingSeconds: number;
}

/** How far a host has come in one shard: all records up to this number are done. */
export interface Checkpoint {
  readonly v: 1;
  /** Undefined: from where the host begins. */
  readonly sequenceNumber?: string;
  /** The shard is closed and read to its end. */
  readonly isFinished: boolean;
  /** The tumbling window that is open. */
  readonly window?: TumblingWindow;
}

/** What is delivered at once. */
export interface StreamBatch {
  readonly shardId: string;
  /** Empty only where a tumbling window is closed. */
  readonly records: readonly SourceRecord[];
  readonly window?: TumblingWindow & { readonly isFinal: boolean };
}

/** What became of a batch. */
export type Delivered =
  | "throttled"
  | {
      /** So many records from the first on are done. */
      readonly done: number;
      /** What went wrong with the others, for whom they are given up to. */
      readonly failure?: unknown;
      /** The state of the tumbling window from here on. */
      readonly state?: unknown;
    };

/** Why records are given up. */
export interface Discarded {
  readonly shardId: string;
  readonly records: readonly SourceRecord[];
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  readonly attempts: number;
  readonly failure: unknown;
}

export interface StreamHost extends SourceHost {
  readonly source: StreamSource;
  readonly settings: StreamSettings;
  checkpoint(shardId: string): Checkpoint | undefined;
  /** Keeps a checkpoint; nothing after the host was stopped. */
  advance(shardId: string, checkpoint: Checkpoint): void;
  deliver(batch: StreamBatch): Promise<Delivered>;
  /** Hands on what is given up, if the host has a place for it. */
  discard(discarded: Discarded): Promise<void>;
  noteSuccess(): void;
  noteFailure(): void;
}
