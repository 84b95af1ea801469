// What Kinesis keeps, by kind. All records carry v: 1; keys are repo.ts's.

/** A stream's settings and state. */
export interface StreamRecord {
  readonly v: 1;
  readonly name: string;
  /** Where its shards and records are: a stream of the same name that is made later has another. */
  readonly contentId: string;
  readonly status: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  readonly mode: "PROVISIONED" | "ON_DEMAND";
  readonly createdAtMs: number;
  readonly retentionHours: number;
  readonly maxRecordKiB: number;
  /** The key as it was named when encryption began. */
  readonly encryptionKeyId?: string;
  /** Shard-level metrics that were asked for. */
  readonly metrics: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly distribution?: "AUTO" | "USER_PARTITION_KEY";
  readonly warmMiBps?: number;
  /** The number that the next shard gets. */
  readonly nextShard: number;
  /** What is older was trimmed, and stays gone when the retention grows. */
  readonly horizonMs: number;
  /** On demand: the most that was written in a second, in shards' worth. */
  readonly peakShards?: number;
  /** When a limited change was made, of the last 24 hours. */
  readonly changedAtMs: Readonly<Partial<Record<LimitedChange, readonly number[]>>>;
}

/** Changes that AWS limits in a rolling 24 hours. */
export type LimitedChange = "mode" | "shardCount" | "encryption" | "decryption";

/** A range of hash keys, and when records could be written to it. */
export interface ShardRecord {
  readonly v: 1;
  readonly number: number;
  readonly parent?: number;
  readonly adjacentParent?: number;
  /** 32 hexadecimal digits, both bounds inclusive: they sort as the numbers do. */
  readonly startHash: string;
  readonly endHash: string;
  /** Begins the shard's sequence numbers; larger than its parents'. */
  readonly createdSeconds: number;
  readonly createdAtMs: number;
  readonly closed?: {
    readonly atMs: number;
    /** All its records are below. */
    readonly index: number;
  };
}

/** A data record; its place in the shard and its time of arrival are in its key. */
export interface DataRecord {
  readonly v: 1;
  readonly partitionKey: string;
  /** As sent, or encrypted. */
  readonly data: Uint8Array;
  readonly cipher?: Cipher;
}

/** How a record's data was encrypted: AES-256 in GCM, with a data key that KMS made. */
export interface Cipher {
  readonly dataKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
}

/** A consumer with a throughput of its own. */
export interface ConsumerRecord {
  readonly v: 1;
  readonly name: string;
  readonly streamName: string;
  readonly status: "CREATING" | "ACTIVE" | "DELETING";
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string;
}

/** An account's settings in a region. */
export interface SettingsRecord {
  readonly v: 1;
  /** When the commitment to a minimum of billed throughput began. */
  readonly committedAtMs?: number;
  readonly endedAtMs?: number;
}
