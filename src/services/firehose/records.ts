// What Firehose keeps. Records carry v: 1; keys are repo.ts's.

import type {
  DeliveryStreamEncryptionStatus,
  DeliveryStreamStatus,
  ExtendedS3DestinationConfiguration,
  HttpEndpointDestinationConfiguration,
} from "@aws-sdk/client-firehose";

/** Where a stream's records come from. */
export type SourceRecord =
  | { readonly kind: "direct"; readonly throughputHintMbs?: number }
  | {
      readonly kind: "kinesis";
      readonly streamArn: string;
      readonly roleArn: string;
      /** Records before it are not read: when the stream was made. */
      readonly startingAtMs: number;
    };

/** Where they go. Configurations are kept as requests have them, with AWS's defaults filled in. */
export type DestinationRecord =
  | { readonly kind: "s3"; readonly settings: ExtendedS3DestinationConfiguration }
  | { readonly kind: "http"; readonly settings: HttpEndpointDestinationConfiguration };

/** Encryption of records while they lie here. */
export interface EncryptionRecord {
  readonly status: DeliveryStreamEncryptionStatus;
  readonly keyType?: "AWS_OWNED_CMK" | "CUSTOMER_MANAGED_CMK";
  readonly keyArn?: string;
  readonly grantId?: string;
  /** When it was started or stopped in the last day. */
  readonly changedAtMs: readonly number[];
}

export interface DeliveryStreamRecord {
  readonly v: 1;
  readonly name: string;
  /** A stream of the same name that is made later has another. */
  readonly id: string;
  readonly status: DeliveryStreamStatus;
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs?: number;
  readonly source: SourceRecord;
  readonly destination: DestinationRecord;
  readonly encryption: EncryptionRecord;
  readonly tags: Readonly<Record<string, string>>;
}

/** Records that wait together until they are as many, or have waited as long, as the settings say. */
export interface BufferRecord {
  readonly v: 1;
  /** The first and the last of its records, by their indices: the first is the buffer's name among its followers. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly oldestMs: number;
  /** The job that closes it when it has waited long enough. */
  readonly timerId?: string;
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

/** One record that waits. */
export interface WaitingRecord {
  readonly v: 1;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
  /** Where Kinesis had it. */
  readonly kinesis?: KinesisMetadata;
  readonly cipher?: Cipher;
}

/** How data was encrypted. */
export interface Cipher {
  readonly dataKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
}

/** AWS: "Transform source data": what functions are told of records that come from a stream of Kinesis. */
export interface KinesisMetadata {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly shardId: string;
}
