// A batch's way through a pipe: the enrichment, the templates, the target; and what of it is logged.
// AWS: "Amazon EventBridge Pipes concepts", "EventBridge Pipes execution steps".

import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { readItemFailures } from "../../service/event-sources/batch-result.ts";
import { enrich } from "./enrichment.ts";
import { createExecutionLog, type ExecutionLog } from "./execution-log.ts";
import { deliverLog } from "./log-destinations.ts";
import { type CountedExecution, countExecution, type Outcome } from "./metrics.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";
import { MOST_IN_BATCH, requireTargetKind } from "./settings.ts";
import { deliverBatch, type DeliveryResult } from "./targets.ts";
import { applyTemplate, readable, type Reserved } from "./template.ts";

/** An event of the source, with the identifier by which a target names it. */
export interface SourceEvent {
  readonly id: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Which events failed, by their identifiers. */
export interface FlowResult {
  readonly failed: readonly string[] | "all";
  readonly reason?: string;
}

/** Sends a batch through. Throws what reading answers throws; failures of calls are failures of the batch. */
export async function sendThrough(
  yard: YardContext,
  scope: Scope,
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly SourceEvent[],
): Promise<FlowResult> {
  const log = createExecutionLog(yard, scope, pipe);
  const events = batch.map(({ event }) => event);
  const counted = countExecution(yard, scope, pipe.name, events);
  let outcome: Outcome = "failed";
  try {
    const result = await execute(yard, scope, aws, pipe, batch, log, counted);
    outcome = outcomeOf(result.failed);
    return result;
  } finally {
    counted.end(outcome);
    await deliverLog(yard, scope, aws, pipe, log);
  }
}

async function execute(
  yard: YardContext,
  scope: Scope,
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly SourceEvent[],
  log: ExecutionLog,
  counted: CountedExecution,
): Promise<FlowResult> {
  const reserved: Reserved = {
    pipeArn: pipeArn(scope, pipe.name),
    pipeName: pipe.name,
    sourceArn: pipe.source,
    enrichmentArn: pipe.enrichment ?? "",
    targetArn: pipe.target,
    ingestedAtMs: yard.clock.nowMs(),
  };
  const events = batch.map(({ event }) => event);
  log.note("ExecutionStarted", { payload: events });
  const endEnrichment = pipe.enrichment === undefined ? undefined : counted.stage("Enrichment");
  const enriched = pipe.enrichment === undefined ? events : await enrich(aws, pipe, events, reserved, log);
  endEnrichment?.("failure" in enriched ? "failed" : "succeeded");
  if ("failure" in enriched) {
    log.note("ExecutionFailed", enriched);
    return { failed: "all", reason: enriched.failure.message };
  }
  // AWS: "Event enrichment": an empty answer ends here; one that is too large for the target does, too.
  const endTarget = counted.stage("Target");
  if (enriched.length === 0) {
    endTarget("skipped");
    log.note("TargetStageSkipped");
    log.note("ExecutionSucceeded");
    return { failed: [] };
  }
  log.note("TargetStageEntered", { payload: enriched });
  const result = await target(yard, aws, pipe, enriched, reserved, log);
  const failed = failedIds(batch, enriched.length, result);
  endTarget(outcomeOf(failed));
  noteOutcome(log, failed, result);
  return { failed, ...(result.failure === undefined ? {} : { reason: result.failure.message }) };
}

/** The target's stage: its template, and its invocation. */
async function target(
  yard: YardContext,
  aws: AwsApis,
  pipe: PipeRecord,
  events: readonly unknown[],
  reserved: Reserved,
  log: ExecutionLog,
): Promise<DeliveryResult> {
  if (events.length > MOST_IN_BATCH[requireTargetKind(pipe.target)])
    return {
      failed: events.map((_, index) => index),
      failure: { message: "The enrichment gave more events than the target takes." },
    };
  const template = pipe.targetParameters.InputTemplate;
  const isTransformed = template !== undefined && template !== "";
  if (isTransformed) log.note("TargetTransformationStarted", { payload: events });
  const outgoing = events.map((event) => ({
    payload: applyTemplate(template, readable(event, template), reserved),
    event: readable(event, "<"),
  }));
  const payload = outgoing.map(({ payload: each }) => (each.kind === "text" ? each.text : each.value));
  if (isTransformed) log.note("TargetTransformationSucceeded", { payload });
  log.note("TargetInvocationStarted", { payload });
  return deliverBatch(yard, log.watch(aws), pipe, outgoing);
}

function outcomeOf(failed: FlowResult["failed"]): Outcome {
  if (failed === "all") return "failed";
  return failed.length > 0 ? "partially-failed" : "succeeded";
}

function noteOutcome(log: ExecutionLog, failed: FlowResult["failed"], { failure }: DeliveryResult): void {
  const data = failure === undefined ? {} : { failure };
  if (failed === "all") {
    log.note("TargetInvocationFailed", data);
    log.note("TargetStageFailed", data);
    log.note("ExecutionFailed", data);
  } else if (failed.length > 0) {
    log.note("TargetInvocationPartiallyFailed", data);
    log.note("TargetStagePartiallyFailed", data);
    log.note("ExecutionPartiallyFailed", data);
  } else {
    log.note("TargetInvocationSucceeded");
    log.note("TargetStageSucceeded");
    log.note("ExecutionSucceeded");
  }
}

function failedIds(
  batch: readonly SourceEvent[],
  delivered: number,
  { failed, answer }: DeliveryResult,
): readonly string[] | "all" {
  if (failed.length > 0) {
    // An enrichment may have changed how many there are: then nobody knows which of the batch failed.
    if (delivered !== batch.length || failed.length === batch.length) return "all";
    return failed.map((place) => batch[place]?.id ?? "");
  }
  if (answer === undefined || !Buffer.from(answer).includes("batchItemFailures")) return [];
  return readItemFailures(answer, new Set(batch.map(({ id }) => id)));
}
