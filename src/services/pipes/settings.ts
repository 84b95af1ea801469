// What a pipe may connect, and how its source is read. AWS: "Amazon EventBridge Pipes sources", "targets", "enrichment".

import type { PipeSourceParameters } from "@aws-sdk/client-pipes";
import { parseArn } from "../../kernel/arns.ts";
import { EventPatternError, parseEventPattern } from "../../service/event-pattern/event-pattern.ts";
import type { StreamSettings } from "../../service/event-sources/stream-host.ts";
import type { Scope } from "../../service/context.ts";
import { isForeignStream } from "../../service/targets/targets.ts";
import { notImplemented, validationError } from "./errors.ts";
import type { PipeRecord } from "./records.ts";

export type SourceKind = "sqs" | "kinesis" | "dynamodb";
export type TargetKind = "lambda" | "sqs" | "sns" | "kinesis" | "firehose" | "events" | "logs";

/** AWS: "Amazon EventBridge Pipes batching and concurrency": the largest batch of each target. */
export const MOST_IN_BATCH: Readonly<Record<TargetKind, number>> = {
  events: 10,
  firehose: 500,
  kinesis: 500,
  lambda: 10_000,
  logs: 10_000,
  sns: 10,
  sqs: 10,
};

/** What kind of source an ARN names; throws for what is none, or none that is read here. */
export function requireSourceKind(arn: string): SourceKind {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "sqs") return "sqs";
  if (service === "kinesis" && /^stream\/[\w.-]+$/.test(resource)) return "kinesis";
  if (service === "dynamodb" && /^table\/[^/]+\/stream\/[^/]+$/.test(resource)) return "dynamodb";
  if (service === "kafka" || service === "mq" || arn.startsWith("smk://"))
    throw notImplemented(`pipes from ${service ?? "self-managed Kafka"}`);
  throw validationError(`Source ${arn} is not a supported source of a pipe.`);
}

const MISSING_TARGETS = [
  "apigateway",
  "batch",
  "ecs",
  "execute-api",
  "inspector",
  "redshift",
  "sagemaker",
  "states",
  "timestream",
];

/** What kind of target an ARN names; throws for what is none, or none that is delivered to here. */
export function requireTargetKind(arn: string): TargetKind {
  const { service = "", resource = "" } = parseArn(arn) ?? {};
  if (service === "events" && resource.startsWith("api-destination/"))
    throw notImplemented("pipes to API destinations");
  if (service === "events" && resource.startsWith("event-bus/")) return "events";
  if (service === "lambda" || service === "sqs" || service === "sns" || service === "kinesis" || service === "logs")
    return service;
  if (service === "firehose" && resource.startsWith("deliverystream/")) return service;
  if (MISSING_TARGETS.includes(service)) throw notImplemented(`pipes to ${service}`);
  throw validationError(`Target ${arn} is not a supported target of a pipe.`);
}

/** Throws for a delivery stream that is not of the pipe's own account and region. */
export function requireOwnStream(scope: Scope, target: string): void {
  if (isForeignStream(target, scope)) throw validationError(`Target ${target} is of another account or Region.`);
}

/** Throws unless an enrichment can be asked; "" takes it away. */
export function requireEnrichment(arn: string): void {
  if (arn === "") return;
  const { service = "" } = parseArn(arn) ?? {};
  if (service === "lambda") return;
  if (["states", "events", "execute-api", "apigateway"].includes(service))
    throw notImplemented(`the enrichment of pipes by ${service}`);
  throw validationError(`Enrichment ${arn} is not a supported enrichment of a pipe.`);
}

/** The parameters of the source's own kind; throws for those of another. */
export function requireSourceParameters(kind: SourceKind, parameters: PipeSourceParameters): void {
  const own = { sqs: "SqsQueueParameters", kinesis: "KinesisStreamParameters", dynamodb: "DynamoDBStreamParameters" }[
    kind
  ];
  for (const [name, value] of Object.entries(parameters))
    if (name !== "FilterCriteria" && name !== own && value !== undefined)
      throw validationError(`${name} is not valid for a source of this type.`);
  if (
    kind !== "sqs" &&
    parameters.KinesisStreamParameters === undefined &&
    parameters.DynamoDBStreamParameters === undefined
  )
    throw validationError(`${own} with a StartingPosition is required for a source of this type.`);
  const dead = streamParameters(parameters)?.DeadLetterConfig?.Arn;
  if (dead !== undefined && !["sqs", "sns"].includes(parseArn(dead)?.service ?? ""))
    throw validationError(`DeadLetterConfig ${dead} is neither a queue nor a topic.`);
  compileFilters(parameters);
}

/** Throws for a batch that the target does not take at once. */
export function requireBatchSize(kind: SourceKind, target: TargetKind, parameters: PipeSourceParameters): void {
  const size = batchSizeOf(kind, parameters);
  const given = parameters.SqsQueueParameters?.BatchSize ?? streamParameters(parameters)?.BatchSize;
  if (given !== undefined && size > MOST_IN_BATCH[target])
    throw validationError(`BatchSize ${size} is larger than ${MOST_IN_BATCH[target]}, the most that the target takes.`);
}

/** True if an event passes one of the filters, or there are none. */
export function compileFilters({ FilterCriteria: criteria }: PipeSourceParameters): (view: unknown) => boolean {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern = "{}" }) => {
    try {
      return parseEventPattern(Pattern);
    } catch (error) {
      if (error instanceof EventPatternError) throw validationError(`Invalid filter pattern: ${error.message}`);
      throw error;
    }
  });
  return (view) => patterns.length === 0 || patterns.some((pattern) => pattern.matches(view));
}

/** The parameters of a stream of either kind. */
export function streamParameters(parameters: PipeSourceParameters) {
  return parameters.KinesisStreamParameters ?? parameters.DynamoDBStreamParameters;
}

/** AWS: CreatePipe: 10 messages of a queue, 100 records of a stream by default; no more than the target takes. */
export function batchSizeOf(kind: SourceKind, parameters: PipeSourceParameters): number {
  if (kind === "sqs") return parameters.SqsQueueParameters?.BatchSize ?? 10;
  return streamParameters(parameters)?.BatchSize ?? 100;
}

/** How a pipe wants its stream. */
export function streamSettings(pipe: PipeRecord, kind: SourceKind, target: TargetKind): StreamSettings {
  const parameters = streamParameters(pipe.sourceParameters);
  return {
    batchSize: Math.min(batchSizeOf(kind, pipe.sourceParameters), MOST_IN_BATCH[target]),
    windowSeconds: parameters?.MaximumBatchingWindowInSeconds ?? 0,
    ...(pipe.startingAtMs === undefined ? {} : { startingAtMs: pipe.startingAtMs }),
    lanes: parameters?.ParallelizationFactor ?? 1,
    bisects: parameters?.OnPartialBatchItemFailure === "AUTOMATIC_BISECT",
    retryAttempts: parameters?.MaximumRetryAttempts ?? -1,
    recordAgeSeconds: parameters?.MaximumRecordAgeInSeconds ?? -1,
    tumblingSeconds: 0,
  };
}
