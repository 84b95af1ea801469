// What the store keeps of schedules and their groups.

/** A target as it was given, by its wire names. */
export interface TargetRecord {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly KinesisParameters?: { readonly PartitionKey: string };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
}

export interface ScheduleRecord {
  readonly v: 1;
  readonly groupName: string;
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly description?: string;
  readonly isEnabled: boolean;
  /** Zero where there is no flexible window. */
  readonly windowMinutes: number;
  readonly isDeletedAfterwards: boolean;
  /** Without its input where that is sealed. */
  readonly target: TargetRecord;
  readonly kmsKeyArn?: string;
  /** The input, encrypted under a data key of the KMS key. */
  readonly sealedInput?: SealedInput;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Changes with each update, so that what the schedule was before does not fire any more. */
  readonly version: string;
  /** The job that waits for the next time; absent where there is none. */
  readonly fireJobId?: string;
  readonly clientToken?: string;
}

export interface SealedInput {
  readonly dataKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly text: Uint8Array;
}

export interface GroupRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly isDeleting: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly clientToken?: string;
}
