// A stream as the poller sees it: shards with parents, and records with a place, a time and a key, whichever service has it.

import type { AwsApis } from "../apis.ts";

/** A shard, and the shards that must be read before it. */
export interface SourceShard {
  readonly id: string;
  readonly parents: readonly string[];
}

/** A record on its way to a host. */
export interface SourceRecord {
  readonly sequenceNumber: string;
  readonly arrivedAtMs: number;
  /** Records with the same key stay in order. */
  readonly key: string;
  /** What a function gets of it: plain JSON. */
  readonly event: Readonly<Record<string, unknown>>;
  /** What filters look at. */
  readonly view: unknown;
}

/** Where reading a shard begins. */
export type StartingPoint =
  | { readonly kind: "beginning" }
  | { readonly kind: "after"; readonly sequenceNumber: string }
  | { readonly kind: "time"; readonly atMs: number };

/** Reads one shard in order. */
export interface ShardReader {
  /** At most so many records that are there now; `isEnd` when the shard has no more, for ever. */
  read(aws: AwsApis, limit: number): Promise<{ readonly records: readonly SourceRecord[]; readonly isEnd: boolean }>;
  close(): void;
}

/** A stream of one of the services that have them. */
export interface StreamSource {
  /** The yard's signal for new shards, and for records of any. */
  readonly streamTopic: string;
  listShards(aws: AwsApis): Promise<readonly SourceShard[]>;
  /** Begins to read a shard; `ring` is called when something comes that the stream's signal does not tell. */
  open(shardId: string, from: StartingPoint, ring: () => void): ShardReader;
}
