// What this service stores. Only repo.ts knows under which keys.

import type { Item, KeyType } from "./values/attribute-value.ts";

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** The key of a table or an index: a partition key and perhaps a sort key. */
export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

export interface Throughput {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Provisioned units, and when they last became more or fewer. */
export interface ProvisionedThroughput extends Throughput {
  readonly increasedAtMs?: number;
  readonly decreasedAtMs?: number;
}

type ProjectionType = "ALL" | "KEYS_ONLY" | "INCLUDE";

export interface IndexRecord {
  readonly name: string;
  /** Names the index's entries: an index that is made again under an old name starts with none of the old ones. */
  readonly id: string;
  readonly isLocal: boolean;
  readonly key: KeySchema;
  readonly projection: { readonly type: ProjectionType; readonly attributes: readonly string[] };
  readonly status: "CREATING" | "ACTIVE" | "DELETING";
  /** True while entries for the items that were there before the index are still being written. */
  readonly isBackfilling: boolean;
  readonly throughput: ProvisionedThroughput;
  readonly onDemand?: OnDemandLimits;
  /** Of a global index, see TableRecord. */
  readonly warm?: Throughput;
}

/** The most that an on-demand table or index is to give in a second. */
export interface OnDemandLimits {
  maxReadUnits?: number;
  maxWriteUnits?: number;
}

export type StreamViewType = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

export interface TableRecord {
  readonly v: 1;
  readonly tableName: string;
  /** A UUID. Items are kept under it, so a table that is made again under an old name is empty. */
  readonly tableId: string;
  /** CREATING while a restore or an import fills it: nothing else can use it until then. */
  readonly status: "CREATING" | "ACTIVE" | "UPDATING";
  readonly createdAtMs: number;
  /** Types of all key attributes, in the order in which they were declared. */
  readonly attributes: readonly KeyAttribute[];
  readonly key: KeySchema;
  readonly localIndexes: readonly IndexRecord[];
  readonly globalIndexes: readonly IndexRecord[];
  readonly isOnDemand: boolean;
  /** When the table was last switched to on-demand billing. */
  readonly onDemandSinceMs?: number;
  readonly throughput: ProvisionedThroughput;
  readonly onDemand?: OnDemandLimits;
  /** What the table can serve at once: shown, and never less than it was. */
  readonly warm?: Throughput;
  /** The stream that records changes now. */
  readonly stream?: { readonly label: string; readonly viewType: StreamViewType };
  /** The newest stream, also after it was disabled. */
  readonly latestStreamLabel?: string;
  readonly ttl?: { readonly attribute: string; readonly isEnabled: boolean };
  readonly isDeletionProtected: boolean;
  readonly tableClass?: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: ResourcePolicy;
  /** Point-in-time recovery: since when changes are journaled, and how far back a restore can reach. */
  readonly recovery?: { readonly sinceMs: number; readonly periodDays: number };
  /** Kinesis data streams that get, or got, the table's changes; one at most is ACTIVE. */
  readonly kinesis?: readonly KinesisDestination[];
  /** Who is reading the table as it was at a moment: while there is one, changes are journaled. */
  readonly snapshots?: readonly Snapshot[];
  /** Where the items of a restored table come from. */
  readonly restored?: Restored;
  /** The client's or CloudFormation's wish, shown in descriptions. Data at rest is as the disk has it. */
  readonly encryption?: { readonly type: "KMS"; readonly keyArn?: string };
}

export interface KinesisDestination {
  readonly streamArn: string;
  readonly status: "ACTIVE" | "DISABLED";
  readonly precision: "MILLISECOND" | "MICROSECOND";
}

/** A reader of the table as it was at a position of its journal (see backups/journal.ts). */
export interface Snapshot {
  readonly id: string;
  readonly position: string;
}

export interface Restored {
  readonly sourceTableArn: string;
  readonly sourceBackupArn?: string;
  /** The moment whose items the table has. */
  readonly atMs: number;
  readonly isInProgress: boolean;
  /** The last item that was restored, by its parts in the store. */
  readonly after?: readonly string[];
}

/** A resource-based policy, of a table or of a stream. */
export interface ResourcePolicy {
  readonly document: string;
  readonly revisionId: string;
}

/** One item, or an index's copy of one. */
export interface StoredItem {
  readonly v: 1;
  /** What AWS counts for it, see values/size.ts. */
  readonly bytes: number;
  readonly item: Item;
}

export interface StreamRecord {
  readonly v: 1;
  readonly tableName: string;
  readonly tableId: string;
  /** ISO time without the zone: the last part of the stream's ARN. */
  readonly label: string;
  readonly viewType: StreamViewType;
  readonly key: KeySchema;
  readonly createdAtMs: number;
  readonly shardId: string;
  /** The first sequence number that a record can have. */
  readonly startingSequence: string;
  /** Of the last record that was removed for its age. */
  readonly trimmedSequence?: string;
  readonly policy?: ResourcePolicy;
  /** Set when the stream was disabled: nothing is written any more, and after 24 hours the stream goes. */
  readonly closed?: { readonly atMs: number; readonly endingSequence: string };
}

/** A change of one item, as the stream tells it. */
export interface ChangeRecord {
  readonly v: 1;
  readonly eventId: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly atMs: number;
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  readonly bytes: number;
  /** True for items that their time to live removed. */
  readonly isExpiry?: boolean;
}

/** How often a table's or an index's units were decreased in one UTC day. Kept by name: a new table goes on counting. */
export interface DecreasesRecord {
  readonly v: 1;
  readonly today: number;
  readonly lastAtMs: number;
}

/** What a TransactWriteItems with a client request token was asked, for ten minutes. */
export interface TokenRecord {
  readonly v: 1;
  readonly requestHash: string;
  readonly expiresAtMs: number;
}

/** When the next item of a table expires, and the job that will remove it. */
export interface ExpiryRecord {
  readonly v: 1;
  readonly dueAtMs: number;
  readonly jobId: string;
}
