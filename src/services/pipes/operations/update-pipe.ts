// UpdatePipe: changes what a request names; parameters of a service are changed as a whole.

import type { UpdatePipeCommandInput, UpdatePipeCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeState } from "../describe.ts";
import { pipeNotFound } from "../errors.ts";
import { requireLogConfiguration } from "../log-destinations.ts";
import type { PipeRecord } from "../records.ts";
import { loadPipe, savePipe } from "../repo.ts";
import { requireSettled } from "../states.ts";
import {
  requireBatchSize,
  requireEnrichment,
  requireHeaders,
  requireOwnTarget,
  requireServedParameters,
  requireSourceKind,
  requireSourceParameters,
} from "../settings.ts";
import { updateSource } from "../source-update.ts";
import { enqueueTransition } from "../transitions.ts";

export const updatePipe = defineOperation<Input<UpdatePipeCommandInput>, UpdatePipeCommandOutput>(
  "UpdatePipe",
  (input, context) => {
    const pipe = context.store.write((tx) => {
      const before = loadPipe(tx, context, input.Name);
      if (before === undefined) throw pipeNotFound(input.Name);
      requireSettled(before);
      const { enrichment: _enrichment, stateReason: _reason, ...rest } = before;
      const enrichment = input.Enrichment ?? before.enrichment ?? "";
      const next: PipeRecord = {
        ...rest,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        desiredState: input.DesiredState ?? before.desiredState,
        currentState: "UPDATING",
        sourceParameters: updateSource(before.sourceParameters, input.SourceParameters),
        ...(enrichment === "" ? {} : { enrichment }),
        ...(input.EnrichmentParameters === undefined ? {} : { enrichmentParameters: input.EnrichmentParameters }),
        target: input.Target ?? before.target,
        targetParameters: input.TargetParameters ?? before.targetParameters,
        ...(input.LogConfiguration === undefined ? {} : { logConfiguration: input.LogConfiguration }),
        roleArn: input.RoleArn,
        modifiedAtMs: context.clock.nowMs(),
      };
      const kind = requireSourceKind(next.source);
      requireSourceParameters(kind, next.sourceParameters);
      requireEnrichment(enrichment);
      requireBatchSize(next);
      requireOwnTarget(context, next.target);
      requireServedParameters(next.targetParameters);
      requireHeaders(next.target, next.targetParameters.HttpParameters);
      requireHeaders(next.enrichment, next.enrichmentParameters?.HttpParameters);
      requireLogConfiguration(context, next.logConfiguration);
      savePipe(tx, context, next);
      enqueueTransition(context, tx, context, next);
      return next;
    });
    return describeState(context, pipe);
  },
);
