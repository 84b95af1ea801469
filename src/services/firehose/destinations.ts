// Destinations of requests. Pure.

import type {
  CreateDeliveryStreamCommandInput,
  ExtendedS3DestinationConfiguration,
  HttpEndpointDestinationConfiguration,
  UpdateDestinationCommandInput,
} from "@aws-sdk/client-firehose";
import { invalidArgument } from "./errors.ts";
import { completeHttp, updateHttp } from "./http-settings.ts";
import { readProcessing } from "./processors.ts";
import type { DestinationRecord, SourceRecord } from "./records.ts";
import { completeS3, given, updateS3 } from "./s3-settings.ts";

/** The one destination of a request, with AWS's defaults. Throws InvalidArgumentException. */
export function readDestination(input: CreateDeliveryStreamCommandInput): DestinationRecord {
  const { S3DestinationConfiguration: plain, ExtendedS3DestinationConfiguration: extended } = input;
  const { HttpEndpointDestinationConfiguration: http } = input;
  requireOne([plain, extended, http]);
  if (http !== undefined) return { kind: "http", settings: completeHttp(http) };
  return { kind: "s3", settings: completeS3(requireS3(extended ?? plain)) };
}

/** The destination after an update. AWS: UpdateDestination: another kind of destination begins anew. */
export function updateDestination(before: DestinationRecord, input: UpdateDestinationCommandInput): DestinationRecord {
  const { S3DestinationUpdate: plain, ExtendedS3DestinationUpdate: extended } = input;
  const { HttpEndpointDestinationUpdate: http } = input;
  requireOne([plain, extended, http]);
  if (http !== undefined) {
    if (before.kind === "http") return { kind: "http", settings: updateHttp(before.settings, http) };
    const { S3Update: s3, ...rest } = http;
    const settings: HttpEndpointDestinationConfiguration = {
      ...given(rest),
      EndpointConfiguration: rest.EndpointConfiguration,
      S3Configuration: s3 === undefined ? undefined : requireS3(s3),
    };
    return { kind: "http", settings: completeHttp(settings) };
  }
  const update = extended ?? plain ?? {};
  if (before.kind === "s3") return { kind: "s3", settings: updateS3(before.settings, update) };
  return { kind: "s3", settings: completeS3(requireS3(update)) };
}

/** All roles that a stream acts under. */
export function rolesOf(source: SourceRecord, { kind, settings }: DestinationRecord): readonly (string | undefined)[] {
  const s3 = kind === "s3" ? settings.S3BackupConfiguration : settings.S3Configuration;
  return [
    source.kind === "kinesis" ? source.roleArn : undefined,
    settings.RoleARN,
    s3?.RoleARN,
    readProcessing(settings.ProcessingConfiguration, kind === "s3")?.lambda?.roleArn,
  ];
}

/** AWS: recorded (the rules of cdk-preflight, September 2026). */
function requireOne(destinations: readonly unknown[]): void {
  if (destinations.filter((each) => each !== undefined).length !== 1)
    throw invalidArgument("Exactly one destination configuration is supported for a Firehose");
}

function requireS3(input: Partial<ExtendedS3DestinationConfiguration> | undefined): ExtendedS3DestinationConfiguration {
  const { RoleARN, BucketARN } = input ?? {};
  // AWS: inferred: an update to another kind of destination must be complete.
  if (RoleARN === undefined || BucketARN === undefined)
    throw invalidArgument("RoleARN and BucketARN are required for S3 destinations.");
  return { ...input, RoleARN, BucketARN };
}
