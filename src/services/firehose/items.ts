// Records on their way through the processors. Pure.

import type { KinesisMetadata } from "./records.ts";

/** One record, or a part of one. */
export interface Item {
  /** Unique in its batch: what functions know it by. */
  readonly id: string;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
  readonly kinesis?: KinesisMetadata;
  /** By the names that prefix.ts gives them. */
  readonly partitionKeys: Readonly<Record<string, string>>;
  /** Why keys could not be found in it. */
  readonly problem?: string;
}

/** A record that could not be processed, and why. */
export interface Failure {
  readonly item: Item;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly endedAtMs: number;
  readonly lambdaArn?: string;
}

/**
 * A failure as objects with errors have it, one a line.
 * AWS: "Handle failure in data transformation": the members; their types are observed.
 */
export function formatFailure({ item, code, message, attempts, endedAtMs, lambdaArn }: Failure): string {
  return `${JSON.stringify({
    attemptsMade: attempts,
    arrivalTimestamp: item.arrivedAtMs,
    errorCode: code,
    errorMessage: message,
    attemptEndingTimestamp: endedAtMs,
    rawData: Buffer.from(item.data).toString("base64"),
    ...(lambdaArn === undefined ? {} : { lambdaArn }),
  })}\n`;
}
