// What S3 keeps, as it stands in the store. Times are milliseconds since the epoch; every record carries its version.

import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts";

/** A bucket: one row for its name, which is unique over all accounts of the yard. */
export interface BucketRecord {
  readonly v: 1;
  readonly bucketName: string;
  readonly account: string;
  readonly region: string;
  readonly createdAtMs: number;
  readonly versioning?: "Enabled" | "Suspended";
  readonly tags?: Tags;
  /** JSON text. */
  readonly policy?: string;
  /** Who owns objects. Absent for BucketOwnerEnforced, which new buckets have; "none" where it was deleted. */
  readonly ownership?: ObjectOwnership;
  /** Absent for a list that grants the owner everything and nobody else anything. */
  readonly acl?: readonly GrantRecord[];
  /** Absent where the configuration was deleted: then nothing is blocked. */
  readonly publicAccessBlock?: PublicAccessBlock;
  readonly lifecycle?: readonly LifecycleRuleRecord[];
  /** What TransitionDefaultMinimumObjectSize says; absent for "all_storage_classes_128K". */
  readonly transitionMinimum?: "varies_by_storage_class";
  /** The job that carries the rules out every day, there as long as the rules are. */
  readonly lifecycleJobId?: string;
  readonly notifications?: readonly NotificationRecord[];
  /** Events go to EventBridge, too, all of them. */
  readonly isBridged?: true;
  readonly cors?: readonly CorsRuleRecord[];
  /** The default encryption, and whether customers may bring keys; absent for SSE-S3 and no. */
  readonly encryption?: {
    readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
    readonly keyId?: string;
    readonly usesBucketKey?: boolean;
    readonly allowsCustomerKeys?: boolean;
  };
  /** Absent where object lock is not enabled; it cannot be switched off again. */
  readonly objectLock?: {
    readonly defaultRetention?: { readonly mode: RetentionMode; readonly days?: number; readonly years?: number };
  };
  readonly website?: WebsiteRecord;
  /** Callers of other accounts pay, and must say that they know. */
  readonly isRequesterPays?: true;
  readonly acceleration?: "Enabled" | "Suspended";
  readonly replication?: ReplicationRecord;
  readonly logging?: LoggingRecord;
  /** The order of the newest version: counts down from 0, so that newer versions sort first. */
  readonly lastOrder: number;
}

/** What a body is encrypted with, and what is needed besides to open it. */
export type EncryptionRecord =
  | {
      readonly kind: "kms" | "dsse";
      readonly keyArn: string;
      /** The data key as KMS encrypted it, in base 64. */
      readonly wrappedKey: string;
      /** The encryption context under which it did. */
      readonly context: Readonly<Record<string, string>>;
      /** The writer's part of it. */
      readonly ownContext?: Readonly<Record<string, string>>;
      readonly usesBucketKey?: boolean;
    }
  | {
      readonly kind: "customer";
      readonly keyMd5: string;
      /** In hexadecimal. */
      readonly salt: string;
      /** Tells whether a key is the one that was used. */
      readonly proof: string;
    };

export type RetentionMode = "GOVERNANCE" | "COMPLIANCE";

export interface RetentionRecord {
  readonly mode: RetentionMode;
  readonly untilMs: number;
}

/** What keeps a version from being deleted. */
export interface LockRecord {
  readonly retention?: RetentionRecord;
  /** A legal hold. */
  readonly isHeld?: boolean;
}

/** "none" behaves like ObjectWriter. */
export type ObjectOwnership = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" | "none";

export type AclPermission = "FULL_CONTROL" | "WRITE" | "WRITE_ACP" | "READ" | "READ_ACP";
export type GranteeGroup = "AllUsers" | "AuthenticatedUsers" | "LogDelivery";

/** One entry of an access control list: to an account, by its canonical user id, or to a group. */
export type GrantRecord = { readonly permission: AclPermission } & (
  | { readonly id: string }
  | { readonly group: GranteeGroup }
);

/** Whose an object is, and who else may do what with it. */
export interface ObjectAccess {
  /** An account, or "anonymous". Absent for the bucket's own account. */
  readonly owner?: string;
  /** Absent for a list that grants the owner everything and nobody else anything. */
  readonly acl?: readonly GrantRecord[];
}

/** One rule of a lifecycle configuration. Members that are left out do not apply. */
export interface LifecycleRuleRecord {
  readonly id: string;
  readonly isEnabled: boolean;
  /** The prefix stands in the rule itself, not in a filter. */
  readonly isOldForm?: boolean;
  readonly prefix?: string;
  readonly tags?: Tags;
  readonly largerThanBytes?: number;
  readonly smallerThanBytes?: number;
  readonly expirationDays?: number;
  readonly expirationDateMs?: number;
  readonly expiresDeleteMarkers?: boolean;
  readonly noncurrentDays?: number;
  /** So many of the newest noncurrent versions stay. */
  readonly newerNoncurrentVersions?: number;
  readonly abortUploadDays?: number;
  readonly transitions?: readonly TransitionRecord[];
  readonly noncurrentTransitions?: readonly NoncurrentTransitionRecord[];
}

/** When current versions come into a storage class: after days, or at a date. */
export interface TransitionRecord {
  readonly storageClass: string;
  readonly days?: number;
  readonly dateMs?: number;
}

/** When noncurrent versions come into a storage class. */
export interface NoncurrentTransitionRecord {
  readonly storageClass: string;
  readonly days: number;
  /** So many of the newest noncurrent versions stay where they are. */
  readonly newerVersions?: number;
}

/** What pages of other origins may do. */
export interface CorsRuleRecord {
  readonly id?: string;
  readonly methods: readonly string[];
  readonly origins: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** Where new versions are replicated to, and as whom. */
export interface ReplicationRecord {
  readonly roleArn: string;
  readonly rules: readonly ReplicationRuleRecord[];
}

/** One rule of a replication configuration. */
export interface ReplicationRuleRecord {
  readonly id: string;
  readonly isEnabled: boolean;
  /** The destination. */
  readonly bucketName: string;
  /** The account that the destination is said to belong to. */
  readonly account?: string;
  /** The prefix stands in the rule itself, not in a filter. */
  readonly isOldForm?: boolean;
  readonly priority?: number;
  readonly prefix?: string;
  readonly tags?: Tags;
  readonly storageClass?: string;
  readonly replicatesMarkers: boolean;
}

/** Where a server access log goes. */
export interface LoggingRecord {
  readonly targetBucket: string;
  readonly prefix: string;
  /** Whose day partitions the log; absent for simple keys. */
  readonly partitionedBy?: "EventTime" | "DeliveryTime";
  /** Simple keys were asked for, rather than left unsaid. */
  readonly isSimpleSaid?: true;
}

/** One line of an access log that waits for its delivery. */
export interface LogLineRecord {
  readonly atMs: number;
  readonly requestId: string;
  readonly line: string;
}

/** A static website: either all visitors are sent elsewhere, or there is an index document. */
export interface WebsiteRecord {
  readonly redirectAll?: { readonly hostName: string; readonly protocol?: "http" | "https" };
  readonly indexSuffix?: string;
  readonly errorKey?: string;
  readonly rules?: readonly RoutingRuleRecord[];
}

/** When visitors are sent elsewhere, and where to. */
export interface RoutingRuleRecord {
  readonly keyPrefix?: string;
  /** The rule is for keys that cannot be read, with this status. */
  readonly errorStatus?: number;
  readonly redirect: {
    readonly protocol?: "http" | "https";
    readonly hostName?: string;
    readonly key?: string;
    /** In the place of the rule's prefix. */
    readonly keyPrefix?: string;
    readonly status?: number;
  };
}

/** One rule of a notification configuration. */
export interface NotificationRecord {
  readonly id: string;
  readonly kind: "queue" | "topic" | "function";
  readonly arn: string;
  /** Types with "s3:" in front, perhaps with a wildcard at the end. */
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
}

export type Tags = Readonly<Record<string, string>>;

export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** A piece of an object's body: one blob. */
export interface BodyPart {
  readonly sha256: string;
  readonly bytes: number;
  /** Where the blob is encrypted: in base 64. */
  readonly nonce?: string;
}

/** What a writer says about an object, and gets back with it. */
export interface ObjectHeaders {
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly contentType?: string;
  /** As sent: S3 returns what it got, date or not. */
  readonly expires?: string;
  readonly storageClass?: string;
  /** Where visitors of the bucket's website are sent who ask for this object. */
  readonly websiteRedirect?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One version of an object, or a delete marker. */
export type VersionRecord = ObjectRecord | DeleteMarkerRecord;

/** A copy of an archived object: when it is there, and when it goes again. */
export interface RestoreRecord {
  readonly readyAtMs: number;
  readonly expiresAtMs: number;
}

export interface ObjectRecord extends ObjectHeaders, ObjectAccess {
  readonly v: 1;
  readonly kind: "object";
  readonly versionId: string;
  readonly modifiedAtMs: number;
  readonly bytes: number;
  /** With its quotation marks, as it goes over the wire. */
  readonly etag: string;
  readonly body: readonly BodyPart[];
  readonly checksum?: Checksum;
  /** Absent for objects that no rule of replication is about. */
  readonly replicationStatus?: "PENDING" | "COMPLETED" | "FAILED" | "REPLICA";
  /** Archived objects only. */
  readonly restore?: RestoreRecord;
  readonly tags?: Tags;
  readonly lock?: LockRecord;
  readonly encryption?: EncryptionRecord;
  /** Multipart objects only: the parts as they were completed, for reads by part number. */
  readonly parts?: readonly { readonly partNumber: number; readonly bytes: number; readonly checksum?: Checksum }[];
}

export interface DeleteMarkerRecord {
  readonly v: 1;
  readonly kind: "delete-marker";
  readonly versionId: string;
  readonly modifiedAtMs: number;
}

/** A multipart upload that is neither completed nor aborted. */
export interface UploadRecord {
  readonly v: 1;
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  /** ARN of who began it. */
  readonly initiatorArn: string;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** False where S3 chose the algorithm: then answers do not show it. */
  readonly isChecksumRequested: boolean;
  /** What the object will have. */
  readonly headers: ObjectHeaders;
  readonly access?: ObjectAccess;
  readonly tags?: Tags;
  readonly lock?: LockRecord;
  readonly encryption?: EncryptionRecord;
}

export interface PartRecord {
  readonly v: 1;
  readonly partNumber: number;
  readonly modifiedAtMs: number;
  readonly bytes: number;
  /** With its quotation marks. */
  readonly etag: string;
  readonly body: readonly BodyPart[];
  readonly checksum: Checksum;
}
