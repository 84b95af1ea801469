// A pipe's enrichment: a function gets the batch, an HTTP endpoint one event; what they answer goes on to the target.
// AWS: "Event enrichment in Amazon EventBridge Pipes".

import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import { isHttpEndpoint, requireSuccess, resolveHttpParameters } from "../../service/http-endpoints.ts";
import type { ExecutionLog, StepFailure } from "./execution-log.ts";
import type { PipeRecord } from "./records.ts";
import { endpointTimeoutMs } from "./settings.ts";
import { failureOf } from "./targets.ts";
import { applyTemplate, readable, type Reserved, resolveParameter } from "./template.ts";

type Event = Readonly<Record<string, unknown>>;

/** What the enrichment makes of a batch; empty where it wants nothing to go on. */
export async function enrich(
  aws: AwsApis,
  pipe: PipeRecord,
  events: readonly Event[],
  reserved: Reserved,
  log: ExecutionLog,
): Promise<readonly unknown[] | { readonly failure: StepFailure }> {
  const template = pipe.enrichmentParameters?.InputTemplate;
  const isTransformed = template !== undefined && template !== "";
  log.note("EnrichmentStageEntered", { payload: events });
  if (isTransformed) log.note("EnrichmentTransformationStarted", { payload: events });
  const inputs = events.map((event) => {
    const payload = applyTemplate(template, readable(event, template), reserved);
    return payload.kind === "text" ? payload.text : payload.value;
  });
  if (isTransformed) log.note("EnrichmentTransformationSucceeded", { payload: inputs });
  log.note("EnrichmentInvocationStarted", { payload: inputs });
  const answer = await invoke(log.watch(aws), pipe, events, inputs);
  if ("failure" in answer) {
    log.note("EnrichmentInvocationFailed", answer);
    log.note("EnrichmentStageFailed", answer);
    return answer;
  }
  const enriched = eventsOf(answer.value);
  log.note("EnrichmentInvocationSucceeded");
  log.note("EnrichmentStageSucceeded", { payload: enriched });
  return enriched;
}

type Answer = { readonly value: unknown } | { readonly failure: StepFailure };

async function invoke(
  aws: AwsApis,
  pipe: PipeRecord,
  events: readonly Event[],
  inputs: readonly unknown[],
): Promise<Answer> {
  const { enrichment: arn = "", enrichmentParameters } = pipe;
  try {
    if (!isHttpEndpoint(arn)) return await invokeFunction(aws, arn, inputs);
    const [event] = events;
    const [input] = inputs;
    const request = {
      arn,
      body: typeof input === "string" ? input : JSON.stringify(input),
      timeoutMs: endpointTimeoutMs(arn),
      ...resolveHttpParameters(enrichmentParameters?.HttpParameters ?? {}, (value) =>
        resolveParameter(value, event === undefined ? {} : readable(event, "<")),
      ),
    };
    const answer = await aws.httpEndpoints.call(request);
    requireSuccess(request, answer);
    return parsed(answer.body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { failure: failureOf("Enrichment", arn, error) };
  }
}

async function invokeFunction(aws: AwsApis, arn: string, inputs: readonly unknown[]): Promise<Answer> {
  const { FunctionError: failure, Payload: payload } = await aws.lambda.invoke({
    FunctionName: arn,
    Payload: Buffer.from(JSON.stringify(inputs)),
  });
  if (failure !== undefined) return { failure: { message: "The enrichment function failed." } };
  return parsed(payload ?? new Uint8Array());
}

function parsed(body: Uint8Array): Answer {
  const text = Buffer.from(body).toString();
  try {
    return { value: text === "" ? null : JSON.parse(text) };
  } catch {
    return { failure: { message: "The enrichment did not answer with JSON." } };
  }
}

function eventsOf(answer: unknown): readonly unknown[] {
  if (answer === null || answer === "") return [];
  if (Array.isArray(answer)) return answer;
  return typeof answer === "object" && Object.keys(answer).length === 0 ? [] : [answer];
}
