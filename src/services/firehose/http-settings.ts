// What a destination at an HTTP endpoint is asked for: AWS's defaults, what is refused, and how an update changes it. Pure.
// AWS: HttpEndpointDestinationConfiguration, HttpEndpointDestinationUpdate.

import type { HttpEndpointDestinationConfiguration, HttpEndpointDestinationUpdate } from "@aws-sdk/client-firehose";
import { invalidArgument, notImplemented } from "./errors.ts";
import { readProcessing } from "./processors.ts";
import { completePlainS3, given } from "./s3-settings.ts";

/** AWS: "HTTP endpoint destination": 5 MiB or 300 seconds, and retries for 300 seconds. */
const DEFAULTS = { SizeInMBs: 5, IntervalInSeconds: 300, retrySeconds: 300 };

/** The configuration with AWS's defaults. Throws for what AWS refuses, and for what is not implemented here. */
export function completeHttp(input: HttpEndpointDestinationConfiguration): HttpEndpointDestinationConfiguration {
  if (input.S3Configuration === undefined) throw invalidArgument("S3Configuration is required for HTTP endpoints.");
  if (input.SecretsManagerConfiguration?.Enabled === true)
    throw notImplemented("access keys of HTTP endpoints in Secrets Manager");
  const { SizeInMBs, IntervalInSeconds } = input.BufferingHints ?? {};
  if ((SizeInMBs === undefined) !== (IntervalInSeconds === undefined))
    throw invalidArgument("Both SizeInMBs and IntervalInSeconds must be provided in BufferingHints.");
  readProcessing(input.ProcessingConfiguration, false);
  return {
    ...input,
    BufferingHints: {
      SizeInMBs: SizeInMBs ?? DEFAULTS.SizeInMBs,
      IntervalInSeconds: IntervalInSeconds ?? DEFAULTS.IntervalInSeconds,
    },
    CloudWatchLoggingOptions: input.CloudWatchLoggingOptions ?? { Enabled: false },
    RequestConfiguration: { ContentEncoding: "NONE", CommonAttributes: [], ...given(input.RequestConfiguration ?? {}) },
    RetryOptions: input.RetryOptions ?? { DurationInSeconds: DEFAULTS.retrySeconds },
    S3BackupMode: input.S3BackupMode ?? "FailedDataOnly",
    S3Configuration: completePlainS3(input.S3Configuration),
  };
}

/** AWS: UpdateDestination: what is not given stays as it is. */
export function updateHttp(
  before: HttpEndpointDestinationConfiguration,
  { S3Update: s3, ...update }: HttpEndpointDestinationUpdate,
): HttpEndpointDestinationConfiguration {
  const merged = { ...before, ...given(update) };
  if (s3 === undefined || before.S3Configuration === undefined) return completeHttp(merged);
  return completeHttp({ ...merged, S3Configuration: { ...before.S3Configuration, ...given(s3) } });
}
