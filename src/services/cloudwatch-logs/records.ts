// What CloudWatch Logs keeps, as it stands in the store. Times are milliseconds since the epoch.

import type { MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";

export interface LogGroupRecord {
  readonly v: 1;
  readonly logGroupName: string;
  /** Stands for the group in the keys of its rows, so that a new group of the same name starts empty. */
  readonly groupId: string;
  readonly createdAtMs: number;
  readonly retentionDays?: number;
  /** Neither the group nor a stream of it can be deleted. */
  readonly isProtected?: boolean;
  /** The job that removes expired events every day, there as long as a retention is. */
  readonly expiryJobId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStreamRecord {
  readonly v: 1;
  readonly logStreamName: string;
  /** Stands for the stream in the keys and records of its events. */
  readonly streamId: string;
  readonly createdAtMs: number;
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  readonly lastIngestedMs?: number;
}

/** Who gets a group's events as they are written. */
export interface SubscriptionRecord {
  readonly v: 1;
  readonly filterName: string;
  readonly filterPattern: string;
  /** A function's ARN, or that of a stream. */
  readonly destinationArn: string;
  /** Under which batches are put into a stream. */
  readonly roleArn?: string;
  /** Matters for streams of Kinesis only. */
  readonly distribution: "Random" | "ByLogStream";
  readonly createdAtMs: number;
}

/** What metrics are made of a group's events. */
export interface MetricFilterRecord {
  readonly v: 1;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
  readonly createdAtMs: number;
}

/** What changes with each batch, apart from the group so that the group's record stays as it is. */
export interface GroupCounters {
  readonly v: 1;
  /** The sequence number of the next event: orders events of one timestamp. */
  readonly nextSequence: number;
  readonly storedBytes: number;
}

export interface LogEventRecord {
  readonly v: 1;
  readonly streamId: string;
  readonly message: string;
  readonly ingestedAtMs: number;
}

/** An event with its place in its group's order. */
export interface LogEvent extends LogEventRecord {
  readonly timestampMs: number;
  readonly sequence: number;
}

export type QueryStatus = "Running" | "Complete" | "Failed" | "Cancelled" | "Timeout";

/** A query over log groups, and what it came to. */
export interface QueryRecord {
  readonly v: 1;
  readonly queryId: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  /** Both inclusive. */
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number;
  readonly status: QueryStatus;
  readonly createdAtMs: number;
  readonly durationMs?: number;
  readonly userIdentity: string;
  readonly matched: number;
  readonly scanned: number;
  readonly scannedBytes: number;
  /** Rows of results, which lie apart in pages. */
  readonly rows: number;
}

/** An export of a group's events into a bucket. */
export interface ExportTaskRecord {
  readonly v: 1;
  readonly taskId: string;
  readonly taskName?: string;
  readonly logGroupName: string;
  readonly logStreamNamePrefix: string;
  /** Both inclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucket: string;
  readonly prefix: string;
  readonly status: "CANCELLED" | "COMPLETED" | "FAILED" | "RUNNING";
  readonly message: string;
  readonly createdAtMs: number;
  readonly completedAtMs?: number;
}

/** A query that is kept under a name. */
export interface QueryDefinitionRecord {
  readonly v: 1;
  readonly queryDefinitionId: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  readonly modifiedAtMs: number;
}

/** Who of AWS's services may write here. AWS: policies of accounts have names. */
export interface ResourcePolicyRecord {
  readonly v: 1;
  readonly policyName: string;
  /** JSON text. */
  readonly document: string;
  readonly updatedAtMs: number;
}
