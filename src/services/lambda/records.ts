// What the store keeps of functions. Every record carries its format's version.

import type { FunctionSpec } from "../../sandbox/sandboxes.ts";
import type { NetworkRecord } from "./network/records.ts";

/** A function as a whole; its code and configuration are in its versions. */
export interface FunctionRecord {
  readonly v: 1;
  readonly name: string;
  /** Told from another function of the same name, before or after. */
  readonly id: string;
  readonly lastVersion: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  /** Chains of requests that come back to it again and again are not ended. */
  readonly allowsLoops?: boolean;
}

/** Code and configuration: of "$LATEST", which changes, or of a published version, which does not. */
export interface VersionRecord {
  readonly v: 1;
  readonly version: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadLetterArn?: string;
  readonly architecture: string;
  readonly tracingMode: string;
  readonly logGroup?: string;
  /** Undefined: text. */
  readonly logFormat?: "Text" | "JSON";
  readonly applicationLogLevel?: FunctionSpec["logging"]["applicationLevel"];
  readonly systemLogLevel?: FunctionSpec["logging"]["systemLevel"];
  readonly layers?: readonly FunctionLayer[];
  readonly network?: NetworkRecord | undefined;
  /** Of durable functions: how long an execution may take in all, and how long it is remembered. */
  readonly durable?: { readonly timeoutSeconds: number; readonly retentionDays: number };
  /** Kept only: there is one runtime of each family. */
  readonly updateRuntimeOn?: "Auto" | "Manual" | "FunctionUpdate";
  readonly code: CodeRecord;
  readonly modifiedAtMs: number;
  readonly revisionId: string;
}

/**
 * A layer's version as a function has it. AWS: "Deleting layers": a copy remains until no function refers to it, so its
 * content is named here.
 */
export interface FunctionLayer {
  readonly arn: string;
  readonly code: CodeRecord;
}

export interface CodeRecord {
  /** The blob's name: SHA-256 in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface AliasRecord {
  readonly v: 1;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Other versions and their share of invocations, below 1 in all. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** The resource policy of a function, a version or an alias. */
export interface PolicyRecord {
  readonly v: 1;
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How asynchronous invocations of a function, a version or an alias are retried, and where results go. */
export interface EventInvokeRecord {
  readonly v: 1;
  readonly retryAttempts?: number;
  readonly eventAgeSeconds?: number;
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
  readonly modifiedAtMs: number;
}

/** An event source mapping. */
export interface MappingRecord {
  readonly v: 1;
  readonly uuid: string;
  readonly sourceArn: string;
  readonly functionName: string;
  readonly qualifier?: string;
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  /** Patterns as given, each a JSON text. */
  readonly filters: readonly string[];
  /** SQS only. */
  readonly mostConcurrent?: number;
  /** Streams only, from here on. */
  readonly startingPosition?: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";
  /** Where shards without a checkpoint begin: Kinesis's LATEST and AT_TIMESTAMP. */
  readonly startingAtMs?: number;
  /** Batches of a shard at a time. */
  readonly parallel?: number;
  /** Of tumbling windows; 0: none. */
  readonly tumblingSeconds?: number;
  readonly bisects?: boolean;
  /** -1: for ever. */
  readonly retryAttempts?: number;
  /** -1: of any age. */
  readonly recordAgeSeconds?: number;
  readonly onFailureArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly modifiedAtMs: number;
  readonly lastResult: string;
}

/** A short-lived permission to download a package without signing. */
export interface DownloadRecord {
  readonly v: 1;
  readonly sha256: string;
  readonly expiresAtMs: number;
}
