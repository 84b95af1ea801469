// CreatePipe: makes a pipe, which runs soon after, or says why it cannot.

import type {
  CreatePipeCommandInput,
  CreatePipeCommandOutput,
  PipeSourceKinesisStreamParameters,
} from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeState } from "../describe.ts";
import { conflict, tooManyPipes, validationError } from "../errors.ts";
import { requireLogConfiguration } from "../log-destinations.ts";
import type { PipeRecord } from "../records.ts";
import { listPipes, loadPipe, savePipe } from "../repo.ts";
import {
  requireBatchSize,
  requireEnrichment,
  requireHeaders,
  requireOwnTarget,
  requireServedParameters,
  requireSourceKind,
  requireSourceParameters,
} from "../settings.ts";
import { enqueueTransition } from "../transitions.ts";

// AWS: "Amazon EventBridge quotas", Pipes: pipes of an account and region.
const MOST_PIPES = 1_000;

export const createPipe = defineOperation<Input<CreatePipeCommandInput>, CreatePipeCommandOutput>(
  "CreatePipe",
  (input, context) => {
    const { Name: name, Source: source, Target: target, SourceParameters: sourceParameters = {} } = input;
    const kind = requireSourceKind(source);
    requireSourceParameters(kind, sourceParameters);
    requireEnrichment(input.Enrichment ?? "");
    requireBatchSize({ source, target, sourceParameters, enrichment: input.Enrichment ?? "" });
    requireOwnTarget(context, target);
    requireServedParameters(input.TargetParameters);
    requireHeaders(target, input.TargetParameters?.HttpParameters);
    requireHeaders(input.Enrichment, input.EnrichmentParameters?.HttpParameters);
    requireLogConfiguration(context, input.LogConfiguration);
    const nowMs = context.clock.nowMs();
    const startingAtMs = startingTime(sourceParameters.KinesisStreamParameters, nowMs);
    const pipe: PipeRecord = {
      v: 1,
      name,
      id: context.random.uuid(),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      desiredState: input.DesiredState ?? "RUNNING",
      currentState: "CREATING",
      source,
      sourceParameters,
      ...(startingAtMs === undefined ? {} : { startingAtMs }),
      ...(input.Enrichment === undefined || input.Enrichment === "" ? {} : { enrichment: input.Enrichment }),
      ...(input.EnrichmentParameters === undefined ? {} : { enrichmentParameters: input.EnrichmentParameters }),
      target,
      targetParameters: input.TargetParameters ?? {},
      ...(input.LogConfiguration === undefined ? {} : { logConfiguration: input.LogConfiguration }),
      roleArn: input.RoleArn,
      tags: input.Tags ?? {},
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
    };
    context.store.write((tx) => {
      if (loadPipe(tx, context, name) !== undefined) throw conflict(name, `Pipe ${name} already exists.`);
      if ([...listPipes(tx, context)].length >= MOST_PIPES) throw tooManyPipes(name);
      savePipe(tx, context, pipe);
      enqueueTransition(context, tx, context, pipe);
    });
    return describeState(context, pipe);
  },
);

/** Where shards begin; LATEST on a Kinesis stream is the time at which the pipe is made. */
function startingTime(parameters: PipeSourceKinesisStreamParameters | undefined, nowMs: number): number | undefined {
  const { StartingPosition: position, StartingPositionTimestamp: timestamp } = parameters ?? {};
  if (position === "LATEST") return nowMs;
  if (position !== "AT_TIMESTAMP") return undefined;
  if (timestamp === undefined) throw validationError("StartingPositionTimestamp is required with AT_TIMESTAMP.");
  return new Date(timestamp).getTime();
}
