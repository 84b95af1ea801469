// Which buffers a stream's records go through, and when each is closed. Pure.
// A record that came in waits in "intake" if processors are to work on it, and then, or at once, in "delivery", of which there is
// one for each value of the partition keys; "backup" has records as they came, and "errors" what could not be processed.

import type { BufferingHints, S3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { Hints } from "./buffers.ts";
import { type Processing, readProcessing } from "./processors.ts";
import type { DeliveryStreamRecord } from "./records.ts";

export const INTAKE = "intake";
export const BACKUP = "backup";
export const DELIVERY = "delivery";
const PARTITION = "delivery/";
const ERRORS = "errors/";

const MEBIBYTE = 1_048_576;

/** AWS: !{firehose:error-output-type}: what failed. */
export type ErrorType = "http-endpoint-failed" | "processing-failed";

/** The buffer of records that failed. */
export function errorBuffer(type: ErrorType): string {
  return `${ERRORS}${type}`;
}

/** The buffer of a combination of partition keys. `hash` is a name of it that has no limit to its letters. */
export function partitionBuffer(hash: string): string {
  return `${PARTITION}${hash}`;
}

export function isPartition(buffer: string): boolean {
  return buffer.startsWith(PARTITION);
}

/** Why the records of a buffer failed; undefined for other buffers. */
export function errorTypeOf(buffer: string): string | undefined {
  return buffer.startsWith(ERRORS) ? buffer.slice(ERRORS.length) : undefined;
}

/** What is done to a stream's records; undefined where nothing is. */
export function processingOf({ destination }: Pick<DeliveryStreamRecord, "destination">): Processing | undefined {
  const { ProcessingConfiguration } = destination.settings;
  return readProcessing(ProcessingConfiguration, isPartitioned({ destination }));
}

export function isPartitioned({ destination }: Pick<DeliveryStreamRecord, "destination">): boolean {
  return destination.kind === "s3" && destination.settings.DynamicPartitioningConfiguration?.Enabled === true;
}

/** Where records as they came are kept, if they are. */
export function backupOf({
  destination,
}: Pick<DeliveryStreamRecord, "destination">): S3DestinationConfiguration | undefined {
  if (destination.kind === "s3")
    return destination.settings.S3BackupMode === "Enabled" ? destination.settings.S3BackupConfiguration : undefined;
  return destination.settings.S3BackupMode === "AllData" ? destination.settings.S3Configuration : undefined;
}

/** Where records that failed go. */
export function errorDestinationOf({ destination }: Pick<DeliveryStreamRecord, "destination">) {
  return destination.kind === "s3" ? destination.settings : destination.settings.S3Configuration;
}

/** When a buffer of a stream is closed. */
export function hintsOf(stream: Pick<DeliveryStreamRecord, "destination">, buffer: string): Hints {
  if (buffer === INTAKE) {
    const lambda = processingOf(stream)?.lambda;
    // Only functions get records by the batch: everything else works on each as it comes.
    return lambda === undefined
      ? { bytes: MEBIBYTE, seconds: 0 }
      : { bytes: lambda.bufferBytes, seconds: lambda.bufferSeconds };
  }
  if (buffer === BACKUP) return hintsFrom(backupOf(stream)?.BufferingHints);
  if (errorTypeOf(buffer) !== undefined) return hintsFrom(errorDestinationOf(stream)?.BufferingHints);
  return hintsFrom(stream.destination.settings.BufferingHints);
}

function hintsFrom(hints: BufferingHints | undefined): Hints {
  return { bytes: (hints?.SizeInMBs ?? 5) * MEBIBYTE, seconds: hints?.IntervalInSeconds ?? 300 };
}
