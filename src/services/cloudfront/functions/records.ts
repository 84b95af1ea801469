// What is stored of a CloudFront function.

import type { FunctionConfig } from "@aws-sdk/client-cloudfront";

/** One of a function's two stages. */
export interface StageRecord {
  /** In base 64. */
  readonly code: string;
  readonly config: FunctionConfig;
  readonly etag: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface FunctionRecord {
  readonly v: 1;
  readonly name: string;
  readonly development: StageRecord;
  /** Undefined until it is published for the first time. */
  readonly live?: StageRecord;
}
