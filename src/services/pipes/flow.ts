// A batch's way through a pipe: the enrichment, the templates, the target.
// AWS: "Amazon EventBridge Pipes concepts", "Event enrichment in Amazon EventBridge Pipes".

import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { readItemFailures } from "../../service/event-sources/batch-result.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";
import { MOST_IN_BATCH, requireTargetKind } from "./settings.ts";
import { deliverBatch } from "./targets.ts";
import { applyTemplate, decodeEvent, type Reserved } from "./template.ts";

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
  const reserved: Reserved = {
    pipeArn: pipeArn(scope, pipe.name),
    pipeName: pipe.name,
    sourceArn: pipe.source,
    enrichmentArn: pipe.enrichment ?? "",
    targetArn: pipe.target,
    ingestedAtMs: yard.clock.nowMs(),
  };
  const events = batch.map(({ event }) => event);
  const enriched = pipe.enrichment === undefined ? events : await enrich(aws, pipe, events, reserved);
  if ("failure" in enriched) return { failed: "all", reason: enriched.failure };
  // AWS: "Event enrichment": an empty answer ends here; one that is too large for the target does, too.
  if (enriched.length === 0) return { failed: [] };
  if (enriched.length > MOST_IN_BATCH[requireTargetKind(pipe.target)])
    return { failed: "all", reason: "The enrichment gave more events than the target takes." };
  const template = pipe.targetParameters.InputTemplate;
  const outgoing = enriched.map((event) => ({
    payload: applyTemplate(template, readable(event, template), reserved),
    event: readable(event, "<"),
  }));
  const result = await deliverBatch(yard, aws, pipe, outgoing);
  return {
    failed: failedIds(batch, outgoing.length, result),
    ...(result.reason === undefined ? {} : { reason: result.reason }),
  };
}

/** What templates and parameters look into; without a template an event stays as it came. */
function readable(event: unknown, template: string | undefined): unknown {
  if (template === undefined || template === "") return event;
  return typeof event === "object" && event !== null && !Array.isArray(event)
    ? decodeEvent(event as Readonly<Record<string, unknown>>)
    : event;
}

function failedIds(
  batch: readonly SourceEvent[],
  delivered: number,
  { failed, answer }: { readonly failed: readonly number[]; readonly answer?: Uint8Array },
): readonly string[] | "all" {
  if (failed.length > 0) {
    // An enrichment may have changed how many there are: then nobody knows which of the batch failed.
    if (delivered !== batch.length) return "all";
    return failed.map((place) => batch[place]?.id ?? "");
  }
  if (answer === undefined || !Buffer.from(answer).includes("batchItemFailures")) return [];
  return readItemFailures(answer, new Set(batch.map(({ id }) => id)));
}

async function enrich(
  aws: AwsApis,
  pipe: PipeRecord,
  events: readonly Readonly<Record<string, unknown>>[],
  reserved: Reserved,
): Promise<readonly unknown[] | { readonly failure: string }> {
  const template = pipe.enrichmentParameters?.InputTemplate;
  const inputs = events.map((event) => {
    const payload = applyTemplate(template, readable(event, template), reserved);
    return payload.kind === "text" ? payload.text : payload.value;
  });
  const { FunctionError: failure, Payload: payload } = await aws.lambda.invoke({
    FunctionName: pipe.enrichment,
    Payload: Buffer.from(JSON.stringify(inputs)),
  });
  if (failure !== undefined) return { failure: "The enrichment function failed." };
  const text = Buffer.from(payload ?? []).toString();
  const answer: unknown = text === "" ? null : JSON.parse(text);
  if (answer === null || answer === "") return [];
  if (Array.isArray(answer)) return answer;
  return typeof answer === "object" && Object.keys(answer).length === 0 ? [] : [answer];
}
