// What a pipe may connect, and how its source is read. AWS: "Amazon EventBridge Pipes sources", "targets", "enrichment".

import type { PipeSourceParameters, PipeTargetParameters } from "@aws-sdk/client-pipes";
import { parseArn } from "../../kernel/arns.ts";
import { EventPatternError, parseEventPattern } from "../../service/event-pattern/event-pattern.ts";
import type { StreamSettings } from "../../service/event-sources/stream-host.ts";
import type { Scope } from "../../service/context.ts";
import {
  type HttpParameters,
  isHttpEndpoint,
  isReservedHeader,
  parseStageMethod,
} from "../../service/http-endpoints.ts";
import { isForeignStream } from "../../service/targets/targets.ts";
import { notImplemented, validationError } from "./errors.ts";
import type { PipeRecord } from "./records.ts";

export type SourceKind = "sqs" | "kinesis" | "dynamodb";
export type TargetKind = "lambda" | "sqs" | "sns" | "kinesis" | "firehose" | "events" | "logs" | "http";

/** AWS: "Amazon EventBridge Pipes batching and concurrency": the largest batch of each target. */
export const MOST_IN_BATCH: Readonly<Record<TargetKind, number>> = {
  events: 10,
  firehose: 500,
  http: 1,
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

const MISSING_TARGETS = ["batch", "ecs", "inspector", "redshift", "sagemaker", "states", "timestream"];

/** What kind of target an ARN names; throws for what is none, or none that is delivered to here. */
export function requireTargetKind(arn: string): TargetKind {
  const { service = "", resource = "" } = parseArn(arn) ?? {};
  if (isHttpEndpoint(arn)) return "http";
  if (service === "events" && resource.startsWith("event-bus/")) return "events";
  // AWS: "Amazon EventBridge Pipes targets": SNS FIFO topics are not supported.
  if (service === "sns" && resource.endsWith(".fifo"))
    throw validationError(`Target ${arn} is a FIFO topic, which pipes do not support.`);
  if (service === "lambda" || service === "sqs" || service === "sns" || service === "kinesis" || service === "logs")
    return service;
  if (service === "firehose" && resource.startsWith("deliverystream/")) return service;
  if (MISSING_TARGETS.includes(service)) throw notImplemented(`pipes to ${service}`);
  throw validationError(`Target ${arn} is not a supported target of a pipe.`);
}

/**
 * Throws for a delivery stream or a bus that is not of the pipe's own account and region. AWS: "Amazon EventBridge Pipes targets": "Event bus
 * in the same account and Region".
 */
export function requireOwnTarget(scope: Scope, target: string): void {
  const { account, region } = parseArn(target) ?? {};
  const isForeignBus = requireTargetKind(target) === "events" && (account !== scope.account || region !== scope.region);
  if (isForeignBus || isForeignStream(target, scope))
    throw validationError(`Target ${target} is of another account or Region.`);
}

/** Throws for what of a target's parameters is not served. */
export function requireServedParameters(parameters: PipeTargetParameters = {}): void {
  if (parameters.EventBridgeEventBusParameters?.EndpointId !== undefined)
    throw notImplemented("pipes to global endpoints of EventBridge");
}

/** Throws unless an enrichment can be asked; "" takes it away. */
export function requireEnrichment(arn: string): void {
  if (arn === "") return;
  const { service = "" } = parseArn(arn) ?? {};
  if (service === "lambda" || isHttpEndpoint(arn)) return;
  if (service === "states") throw notImplemented("the enrichment of pipes by state machines");
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

/** AWS: "Batching behavior": with an enrichment or a target that does not support batches, the source has none either. */
export function mostInBatch({ target, enrichment }: Pick<PipeRecord, "target" | "enrichment">): number {
  const ofTarget = MOST_IN_BATCH[requireTargetKind(target)];
  return enrichment !== undefined && isHttpEndpoint(enrichment) ? 1 : ofTarget;
}

/** Throws for a batch that the target, or the enrichment, does not take at once. */
export function requireBatchSize(
  pipe: Pick<PipeRecord, "source" | "target" | "enrichment" | "sourceParameters">,
): void {
  const size = batchSizeOf(requireSourceKind(pipe.source), pipe.sourceParameters);
  const { SqsQueueParameters } = pipe.sourceParameters;
  const given = SqsQueueParameters?.BatchSize ?? streamParameters(pipe.sourceParameters)?.BatchSize;
  const most = mostInBatch(pipe);
  if (given !== undefined && size > most)
    throw validationError(`BatchSize ${size} is larger than ${most}, the most that the target takes.`);
}

/** AWS: "API destinations": five seconds; "Amazon API Gateway targets": pipes wait as long as API Gateway does, 29 seconds. */
export function endpointTimeoutMs(arn: string): number {
  return parseStageMethod(arn) === undefined ? 5_000 : 29_000;
}

/** AWS: "Amazon API Gateway targets": headers that may not be set. */
export function requireHeaders(arn: string | undefined, { HeaderParameters = {} }: HttpParameters = {}): void {
  if (arn === undefined || parseStageMethod(arn) === undefined) return;
  const reserved = Object.keys(HeaderParameters).filter(isReservedHeader);
  if (reserved.length > 0) throw validationError(`The headers ${reserved.join(", ")} may not be set.`);
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
export function streamSettings(pipe: PipeRecord, kind: SourceKind): StreamSettings {
  const parameters = streamParameters(pipe.sourceParameters);
  return {
    batchSize: Math.min(batchSizeOf(kind, pipe.sourceParameters), mostInBatch(pipe)),
    windowSeconds: parameters?.MaximumBatchingWindowInSeconds ?? 0,
    ...(pipe.startingAtMs === undefined ? {} : { startingAtMs: pipe.startingAtMs }),
    lanes: parameters?.ParallelizationFactor ?? 1,
    bisects: parameters?.OnPartialBatchItemFailure === "AUTOMATIC_BISECT",
    retryAttempts: parameters?.MaximumRetryAttempts ?? -1,
    recordAgeSeconds: parameters?.MaximumRecordAgeInSeconds ?? -1,
    tumblingSeconds: 0,
  };
}
