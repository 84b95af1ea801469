// What EventBridge keeps. Targets and the parameters of connections stay in AWS's form: they are given back as they came.

import type {
  ConnectionAuthorizationType,
  CreateConnectionAuthRequestParameters,
  Target,
} from "@aws-sdk/client-eventbridge";
import type { Tags } from "../../service/tagging.ts";
import type { Key } from "../../store/store.ts";

/** An event bus. The default one has a record only once something was said about it. */
export interface EventBusRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly description?: string;
  /** The resource policy, as JSON text. */
  readonly policy?: string;
  readonly kmsKeyIdentifier?: string;
  readonly deadLetterArn?: string;
  readonly tags: Tags;
}

/** A rule with its targets. */
export interface RuleRecord {
  readonly v: 1;
  readonly busName: string;
  readonly name: string;
  readonly eventPattern?: string;
  readonly scheduleExpression?: string;
  readonly state: "ENABLED" | "DISABLED";
  readonly description?: string;
  readonly roleArn?: string;
  /** The account that made it. */
  readonly createdBy: string;
  readonly targets: readonly Target[];
  readonly tags: Tags;
  /** Of a rule with a schedule that is enabled: since when it counts, and the job that is due next. */
  readonly schedule?: { readonly startMs: number; readonly jobId: string };
}

/** An archive of a bus's events. */
export interface ArchiveRecord {
  readonly v: 1;
  readonly name: string;
  readonly busName: string;
  readonly description?: string;
  readonly eventPattern?: string;
  /** 0 for ever. */
  readonly retentionDays: number;
  readonly kmsKeyIdentifier?: string;
  readonly createdAtMs: number;
  readonly eventCount: number;
  readonly sizeBytes: number;
  /** A new one of the same name has other events. */
  readonly archiveId: string;
}

export type ReplayState = "STARTING" | "RUNNING" | "CANCELLING" | "COMPLETED" | "CANCELLED" | "FAILED";

/** A replay of an archive's events. */
export interface ReplayRecord {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly archiveName: string;
  readonly archiveId: string;
  readonly destinationArn: string;
  readonly filterArns: readonly string[];
  readonly eventStartMs: number;
  readonly eventEndMs: number;
  readonly state: ReplayState;
  readonly stateReason?: string;
  readonly lastReplayedMs?: number;
  /** The key of the event that was replayed last. */
  readonly lastKey?: Key;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
}

/** How an API destination is authorised. */
export interface ConnectionRecord {
  readonly v: 1;
  readonly name: string;
  readonly connectionId: string;
  readonly description?: string;
  readonly authorizationType: ConnectionAuthorizationType;
  /** With the secrets in them. */
  readonly parameters: CreateConnectionAuthRequestParameters;
  readonly state: "AUTHORIZED" | "DEAUTHORIZED";
  readonly kmsKeyIdentifier?: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly authorizedAtMs?: number;
}

/** An HTTP endpoint as a target. */
export interface ApiDestinationRecord {
  readonly v: 1;
  readonly name: string;
  readonly destinationId: string;
  readonly description?: string;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly method: string;
  /** The most requests a second. */
  readonly rate: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

/** An event as rules see it and targets get it. AWS: "Event structure reference". */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Only in events of a replay. */
  readonly "replay-name"?: string;
}
