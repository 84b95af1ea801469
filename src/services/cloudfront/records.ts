// What is stored of CloudFront. Configurations are kept as the API shows them, complete: what AWS fills in has been filled in.

import type { DistributionConfig, InvalidationBatch } from "@aws-sdk/client-cloudfront";
import type { AccountId } from "../../kernel/ids.ts";

export type Tags = Readonly<Record<string, string>>;

export interface DistributionRecord {
  readonly v: 1;
  /** Such as "E2QWRUHAPOMQZL". */
  readonly id: string;
  readonly account: AccountId;
  /** The first label of its domain name: "d111111abcdef8". */
  readonly label: string;
  readonly etag: string;
  readonly config: DistributionConfig;
  readonly status: "InProgress" | "Deployed";
  readonly tags: Tags;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A policy, an access control, a key group or a public key: one configuration under an id. */
export interface ThingRecord<Config = unknown> {
  readonly v: 1;
  readonly id: string;
  readonly etag: string;
  readonly config: Config;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A line of a standard log that waits to be delivered. */
export interface LogLineRecord {
  readonly v: 1;
  readonly atMs: number;
  readonly requestId: string;
  readonly line: string;
}

export interface InvalidationRecord {
  readonly v: 1;
  readonly id: string;
  readonly batch: InvalidationBatch;
  readonly status: "InProgress" | "Completed";
  readonly createdAtMs: number;
}
