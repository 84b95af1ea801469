// What a destination in S3 is asked for: AWS's defaults, what is refused, and how an update changes it. Pure.
// AWS: ExtendedS3DestinationConfiguration, ExtendedS3DestinationUpdate, S3DestinationConfiguration.

import type {
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationUpdate,
  S3DestinationConfiguration,
  S3DestinationUpdate,
} from "@aws-sdk/client-firehose";
import { isTimeZone } from "./date-pattern.ts";
import { invalidArgument, notImplemented } from "./errors.ts";
import { keysOfQuery } from "./metadata.ts";
import { partitionKeysIn, requirePrefixes } from "./prefix.ts";
import { readProcessing } from "./processors.ts";

const DEFAULT_HINTS = { SizeInMBs: 5, IntervalInSeconds: 300 };
// AWS: "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled."
const LEAST_PARTITIONED_MBS = 64;

/** The configuration with AWS's defaults. Throws for what AWS refuses, and for what is not implemented here. */
export function completeS3(input: ExtendedS3DestinationConfiguration): ExtendedS3DestinationConfiguration {
  const isPartitioned = input.DynamicPartitioningConfiguration?.Enabled === true;
  const settings = {
    ...completePlainS3(input, isPartitioned),
    S3BackupMode: input.S3BackupMode ?? "Disabled",
    ...given({
      ProcessingConfiguration: input.ProcessingConfiguration,
      S3BackupConfiguration:
        input.S3BackupConfiguration === undefined ? undefined : completePlainS3(input.S3BackupConfiguration, false),
      DataFormatConversionConfiguration: input.DataFormatConversionConfiguration,
      DynamicPartitioningConfiguration: input.DynamicPartitioningConfiguration,
      FileExtension: input.FileExtension,
      CustomTimeZone: input.CustomTimeZone,
    }),
  } satisfies ExtendedS3DestinationConfiguration;
  // AWS: DataFormatConversionConfiguration, Enabled: "Defaults to true".
  const conversion = settings.DataFormatConversionConfiguration;
  if (conversion !== undefined && conversion.Enabled !== false)
    throw notImplemented("the conversion of records to Parquet and ORC");
  // AWS: the wording is inferred.
  if (settings.S3BackupMode === "Enabled" && settings.S3BackupConfiguration === undefined)
    throw invalidArgument("S3BackupConfiguration is required when S3BackupMode is Enabled.");
  const zone = settings.CustomTimeZone ?? "";
  if (zone !== "" && !isTimeZone(zone)) throw invalidArgument(`CustomTimeZone ${zone} is not supported.`);
  const processing = readProcessing(settings.ProcessingConfiguration, isPartitioned);
  if (isPartitioned) requirePartitioning(settings, processing?.metadataQuery);
  return settings;
}

/** The part of a configuration that backups have, too, with AWS's defaults. */
export function completePlainS3(input: S3DestinationConfiguration, isPartitioned = false): S3DestinationConfiguration {
  const prefixes = { prefix: input.Prefix ?? "", errorPrefix: input.ErrorOutputPrefix ?? "" };
  requirePrefixes(prefixes, isPartitioned);
  const { SizeInMBs, IntervalInSeconds } = input.BufferingHints ?? {};
  // AWS: BufferingHints: "if you specify a value for one of them, you must also provide a value for the other" (the wording is inferred).
  if ((SizeInMBs === undefined) !== (IntervalInSeconds === undefined))
    throw invalidArgument("Both SizeInMBs and IntervalInSeconds must be provided in BufferingHints.");
  const compression = input.CompressionFormat ?? "UNCOMPRESSED";
  if (compression === "Snappy" || compression === "HADOOP_SNAPPY")
    throw notImplemented(`the compression format ${compression}`);
  const defaults = isPartitioned ? { ...DEFAULT_HINTS, SizeInMBs: LEAST_PARTITIONED_MBS } : DEFAULT_HINTS;
  return {
    RoleARN: input.RoleARN,
    BucketARN: input.BucketARN,
    Prefix: prefixes.prefix,
    ...given({ ErrorOutputPrefix: input.ErrorOutputPrefix }),
    BufferingHints: SizeInMBs === undefined ? defaults : { SizeInMBs, IntervalInSeconds },
    CompressionFormat: compression,
    EncryptionConfiguration: input.EncryptionConfiguration ?? { NoEncryptionConfig: "NoEncryption" },
    CloudWatchLoggingOptions: input.CloudWatchLoggingOptions ?? { Enabled: false },
  };
}

/** AWS: "Dynamic Partitioning in Amazon Data Firehose"; the wordings are recorded. */
function requirePartitioning(settings: ExtendedS3DestinationConfiguration, query: string | undefined): void {
  const { Prefix: prefix = "", BufferingHints: hints } = settings;
  if ((hints?.SizeInMBs ?? 0) < LEAST_PARTITIONED_MBS)
    throw invalidArgument("BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.");
  const inPrefix = partitionKeysIn(prefix, "Query");
  if (inPrefix.length === 0 && partitionKeysIn(prefix, "Lambda").length === 0)
    throw invalidArgument(
      "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
    );
  const produced = query === undefined ? [] : keysOfQuery(query);
  if (produced.some((each) => !inPrefix.includes(each)))
    throw invalidArgument(
      "MetaDataExtraction JQ Query can't contain keys that are not present in the S3 Prefix expression",
    );
  // AWS: inferred.
  const missing = inPrefix.find((each) => !produced.includes(each));
  if (missing !== undefined)
    throw invalidArgument(`The S3 Prefix expression has a key that the JQ Query does not give: ${missing}`);
}

/** AWS: UpdateDestination: "If any of the parameters are not specified in the call, the existing values are retained." */
export function updateS3(
  before: ExtendedS3DestinationConfiguration,
  update: ExtendedS3DestinationUpdate | S3DestinationUpdate,
): ExtendedS3DestinationConfiguration {
  const { S3BackupUpdate: backup, ...rest }: ExtendedS3DestinationUpdate = update;
  const wasPartitioned = before.DynamicPartitioningConfiguration?.Enabled === true;
  // AWS: "You can enable dynamic partitioning only when you create a new Firehose stream" (the wording is inferred).
  if (!wasPartitioned && rest.DynamicPartitioningConfiguration?.Enabled === true)
    throw invalidArgument("Dynamic Partitioning can only be enabled when a Firehose stream is created.");
  // AWS: S3BackupMode: "After you enable it, you cannot disable it" (the wording is inferred).
  if (before.S3BackupMode === "Enabled" && rest.S3BackupMode === "Disabled")
    throw invalidArgument("S3BackupMode cannot be disabled once it is enabled.");
  const merged = { ...before, ...given(rest) };
  if (backup === undefined) return completeS3(merged);
  const { RoleARN, BucketARN } = { ...before.S3BackupConfiguration, ...given(backup) };
  if (RoleARN === undefined || BucketARN === undefined)
    throw invalidArgument("S3BackupUpdate needs RoleARN and BucketARN where there is no backup yet.");
  const S3BackupConfiguration = { ...before.S3BackupConfiguration, ...given(backup), RoleARN, BucketARN };
  return completeS3({ ...merged, S3BackupConfiguration });
}

/** The members that are there. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
