// Event source mappings: from requests, with AWS's rules and defaults, and back to AWS's shape.
// AWS: "CreateEventSourceMapping", and the parameters of each event source in the developer guide.

import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import { parseArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { requireDestination } from "../destinations.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { functionArn, mappingArn } from "../names.ts";
import type { MappingRecord } from "../records.ts";
import { compileFilters } from "./filter.ts";

export type SourceKind = "sqs" | "dynamodb" | "kinesis";

/** What creating and updating have in common. */
export type MappingInput = Partial<
  Omit<CreateEventSourceMappingRequest, "EventSourceArn" | "FunctionName"> &
    Omit<UpdateEventSourceMappingRequest, "UUID" | "FunctionName">
>;

export type MappingSettings = Pick<
  MappingRecord,
  | "batchSize"
  | "windowSeconds"
  | "reportsItemFailures"
  | "filters"
  | "mostConcurrent"
  | "bisects"
  | "retryAttempts"
  | "recordAgeSeconds"
  | "onFailureArn"
  | "parallel"
  | "tumblingSeconds"
>;

const STREAM_DEFAULTS: MappingSettings = {
  batchSize: 100,
  windowSeconds: 0,
  reportsItemFailures: false,
  filters: [],
  bisects: false,
  retryAttempts: -1,
  recordAgeSeconds: -1,
  parallel: 1,
  tumblingSeconds: 0,
};

/** AWS's defaults of each kind of source. */
export const DEFAULT_SETTINGS: Readonly<Record<SourceKind, MappingSettings>> = {
  sqs: { batchSize: 10, windowSeconds: 0, reportsItemFailures: false, filters: [] },
  dynamodb: STREAM_DEFAULTS,
  kinesis: STREAM_DEFAULTS,
};

/** What kind of source an ARN names; throws for what is none, or none that Stackyard reads. */
export function requireSourceKind(arn: string): SourceKind {
  const parsed = parseArn(arn);
  if (parsed?.service === "sqs") return "sqs";
  if (parsed?.service === "dynamodb" && /^table\/[^/]+\/stream\/[^/]+$/.test(parsed.resource)) return "dynamodb";
  if (parsed?.service === "kinesis" && /^stream\/[\w.-]+(?:\/consumer\/[\w.-]+:\d+)?$/.test(parsed.resource))
    return "kinesis";
  if (parsed !== undefined && ["kafka", "mq", "rds"].includes(parsed.service))
    throw notSupported(`event sources of ${parsed.service}`);
  throw invalidParameter("Unrecognized event source.");
}

/** The settings that `input` leads to from `before`; throws for what the source does not allow. */
export function readSettings(input: MappingInput, sourceArn: string, before: MappingSettings): MappingSettings {
  refuseUnsupported(input);
  const kind = requireSourceKind(sourceArn);
  const filters = input.FilterCriteria?.Filters?.map(({ Pattern }) => Pattern ?? "{}");
  const changes: Partial<MappingSettings> = {
    batchSize: input.BatchSize,
    windowSeconds: input.MaximumBatchingWindowInSeconds,
    ...(filters === undefined ? {} : { filters }),
    ...(input.FunctionResponseTypes === undefined
      ? {}
      : { reportsItemFailures: input.FunctionResponseTypes.length > 0 }),
    ...(input.ScalingConfig === undefined ? {} : { mostConcurrent: input.ScalingConfig.MaximumConcurrency }),
    bisects: input.BisectBatchOnFunctionError,
    retryAttempts: input.MaximumRetryAttempts,
    recordAgeSeconds: input.MaximumRecordAgeInSeconds,
    parallel: input.ParallelizationFactor,
    tumblingSeconds: input.TumblingWindowInSeconds,
    ...(input.DestinationConfig === undefined
      ? {}
      : { onFailureArn: input.DestinationConfig.OnFailure?.Destination || undefined }),
  };
  const scaling = input.ScalingConfig === undefined ? {} : { mostConcurrent: changes.mostConcurrent };
  const destination = input.DestinationConfig === undefined ? {} : { onFailureArn: changes.onFailureArn };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings = { ...before, ...Object.fromEntries(given), ...scaling, ...destination };
  // LIMIT: AWS: "Lambda quotas": five filters a mapping.
  if (settings.filters.length > 5) throw invalidParameter("The number of filters exceeds the limit of 5.");
  compileFilters(settings.filters);
  if (kind === "sqs") requireQueueRules(settings, sourceArn, input);
  else requireStreamRules(settings, input);
  return settings;
}

function requireQueueRules(settings: MappingSettings, queueArn: string, input: MappingInput): void {
  const isFifo = queueArn.endsWith(".fifo");
  if (isFifo && settings.windowSeconds > 0) throw invalidParameter("Batching window is not supported for FIFO queues");
  if (isFifo && settings.batchSize > 10) throw invalidParameter("Batch size must be at most 10 for FIFO queues");
  if (settings.batchSize > 10 && settings.windowSeconds === 0)
    throw invalidParameter(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  const streamsOnly = {
    StartingPosition: input.StartingPosition,
    BisectBatchOnFunctionError: input.BisectBatchOnFunctionError,
    MaximumRetryAttempts: input.MaximumRetryAttempts,
    MaximumRecordAgeInSeconds: input.MaximumRecordAgeInSeconds,
    ParallelizationFactor: input.ParallelizationFactor,
    TumblingWindowInSeconds: input.TumblingWindowInSeconds,
    DestinationConfig: input.DestinationConfig?.OnFailure?.Destination,
  };
  for (const [name, value] of Object.entries(streamsOnly))
    if (value !== undefined && value !== false)
      throw invalidParameter(`Unsupported ${name} parameter for given event source mapping type.`);
}

function requireStreamRules(settings: MappingSettings, input: MappingInput): void {
  if (input.ScalingConfig?.MaximumConcurrency !== undefined)
    throw invalidParameter("Unsupported ScalingConfig parameter for given event source mapping type.");
  if (settings.recordAgeSeconds !== undefined && settings.recordAgeSeconds !== -1 && settings.recordAgeSeconds < 60)
    throw invalidParameter("MaximumRecordAgeInSeconds must be -1 or at least 60.");
  // AWS: "Using Lambda with Kinesis", "Tumbling windows": a batching window is for other mappings.
  if ((settings.tumblingSeconds ?? 0) > 0 && settings.windowSeconds > 0)
    throw invalidParameter("TumblingWindowInSeconds and MaximumBatchingWindowInSeconds cannot be used together.");
  const { onFailureArn } = settings;
  if (onFailureArn === undefined) return;
  requireDestination(onFailureArn, "failure");
  // AWS: OnFailure of DestinationConfig: for streams, only queues, topics and buckets.
  if (!["sqs", "sns", "s3"].includes(parseArn(onFailureArn)?.service ?? ""))
    throw invalidParameter(`The destination ARN ${onFailureArn} is invalid.`);
}

function refuseUnsupported(input: MappingInput): void {
  const refuse = (isGiven: boolean, what: string): void => {
    if (isGiven) throw notSupported(what);
  };
  refuse((input.SourceAccessConfigurations ?? []).length > 0, "SourceAccessConfigurations");
  refuse(input.DestinationConfig?.OnSuccess?.Destination !== undefined, "destinations of success for event sources");
  refuse(input.SelfManagedEventSource !== undefined || input.Topics !== undefined, "event sources of kafka");
  refuse(input.Queues !== undefined, "event sources of mq");
  refuse(input.KMSKeyArn !== undefined && input.KMSKeyArn !== "", "customer managed keys");
  refuse((input.MetricsConfig?.Metrics?.length ?? 0) > 0, "metrics of event source mappings");
  refuse(input.ProvisionedPollerConfig !== undefined, "provisioned pollers");
  refuse(input.LoggingConfig !== undefined, "logs of event source mappings");
}

/** A mapping as AWS shows it; `state` where it is just changing. */
export function describeMapping(scope: Scope, record: MappingRecord, state?: string): EventSourceMappingConfiguration {
  const isStream = record.startingPosition !== undefined;
  const { onFailureArn } = record;
  return {
    UUID: record.uuid,
    BatchSize: record.batchSize,
    MaximumBatchingWindowInSeconds: record.windowSeconds,
    EventSourceArn: record.sourceArn,
    FunctionArn: functionArn(scope, record.functionName, record.qualifier),
    LastModified: new Date(record.modifiedAtMs),
    State: state ?? (record.isEnabled ? "Enabled" : "Disabled"),
    StateTransitionReason: "USER_INITIATED",
    ...(record.filters.length === 0
      ? {}
      : { FilterCriteria: { Filters: record.filters.map((Pattern) => ({ Pattern })) } }),
    FunctionResponseTypes: record.reportsItemFailures ? ["ReportBatchItemFailures"] : [],
    ...(record.mostConcurrent === undefined ? {} : { ScalingConfig: { MaximumConcurrency: record.mostConcurrent } }),
    EventSourceMappingArn: mappingArn(scope, record.uuid),
    ...(isStream
      ? {
          StartingPosition: record.startingPosition,
          ...(record.startingPosition === "AT_TIMESTAMP" && record.startingAtMs !== undefined
            ? { StartingPositionTimestamp: new Date(record.startingAtMs) }
            : {}),
          ParallelizationFactor: record.parallel ?? 1,
          BisectBatchOnFunctionError: record.bisects ?? false,
          MaximumRetryAttempts: record.retryAttempts ?? -1,
          MaximumRecordAgeInSeconds: record.recordAgeSeconds ?? -1,
          TumblingWindowInSeconds: record.tumblingSeconds ?? 0,
          LastProcessingResult: record.lastResult,
          DestinationConfig: { OnFailure: onFailureArn === undefined ? {} : { Destination: onFailureArn } },
        }
      : {}),
  };
}
