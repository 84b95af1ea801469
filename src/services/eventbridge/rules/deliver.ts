// The job that takes one event to one target: as the rule's role where the target names one, else as EventBridge acting for the
// rule, so that the target's own policy decides.
// AWS: "How EventBridge retries delivering events"; "Using dead-letter queues to process undelivered events".

import type { Target } from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { DISCOVER, type Discovery } from "../../../service/discovery.ts";
import { resolveHttpParameters } from "../../../service/http-endpoints.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import { parseJsonPath, valueAt } from "../../../service/json-path.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import { sendToTarget } from "../../../service/targets/targets.ts";
import type { MetricFamily } from "../../../service/metrics/service-metrics.ts";
import { forwardEvent } from "../buses/forward.ts";
import { ruleMetrics } from "../metrics.ts";
import { ruleArn } from "../names.ts";
import type { BusEvent } from "../records.ts";
import { loadRule } from "../repo.ts";
import { inputOf } from "./input.ts";
import { ruleTargetKindOf } from "./targets.ts";

const SERVICE = "events.amazonaws.com";
// AWS: RetryPolicy: by default for 24 hours and up to 185 times.
const MOST_RETRIES = 185;
const LONGEST_AGE_S = 86_400;
// LIMIT: AWS documents an exponential backoff with jitter and no figures: 185 retries fit into 24 hours at this longest delay.
const LONGEST_DELAY_MS = 480_000;

/** What a delivery has to take where. */
export interface DeliveryPayload {
  readonly busName: string;
  readonly ruleName: string;
  readonly targetId: string;
  readonly event: BusEvent;
  readonly isForwarded: boolean;
}

export const deliverJob: JobHandler = {
  kind: "eventbridge/deliver",
  async run(job, yard) {
    const payload = job.payload as DeliveryPayload;
    const rule = yard.store.read((tx) => loadRule(tx, job, payload.busName, payload.ruleName));
    const target = rule?.targets.find(({ Id }) => Id === payload.targetId);
    // The rule or the target has gone since the event came.
    if (rule === undefined || target === undefined) return "done";
    const metrics = ruleMetrics(yard, job, rule.busName, rule.name);
    const arn = ruleArn(job, rule.busName, rule.name);
    const delivery: Delivery = { yard, job, payload, target, metrics, ruleArn: arn };
    metrics.add("InvocationAttempts", 1, "Count");
    if (job.attempt === 1) metrics.add("InvocationsCreated", 1, "Count");
    else metrics.add("RetryInvocationAttempts", 1, "Count");
    try {
      await send(delivery);
      metrics.add("Invocations", 1, "Count");
      metrics.add("SuccessfulInvocationAttempts", 1, "Count");
      metrics.add("IngestionToInvocationCompleteLatency", yard.clock.nowMs() - job.createdAtMs, "Milliseconds");
      return "done";
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return retryOrGiveUp(delivery, error);
    }
  },
};

interface Delivery {
  readonly yard: YardContext;
  readonly job: Job;
  readonly payload: DeliveryPayload;
  readonly target: Target;
  readonly metrics: MetricFamily;
  readonly ruleArn: string;
}

async function send(delivery: Delivery): Promise<void> {
  const { yard, job, payload, target } = delivery;
  const { event } = payload;
  const arn = target.Arn ?? "";
  const kind = ruleTargetKindOf(arn);
  if (kind === "event-bus") return asSender(delivery, (aws) => forwardEvent(aws, arn, payload, job));
  if (kind === "schema-discoverer") return handToDiscoverer(yard, job, arn, event);
  const facts = {
    ruleArn: delivery.ruleArn,
    ruleName: payload.ruleName,
    ingestedAt: new Date(job.createdAtMs).toISOString(),
  };
  const input = inputOf(target, event, facts);
  const keyPath = parseJsonPath(target.KinesisParameters?.PartitionKeyPath ?? "");
  const partitionKey = keyPath === undefined ? event.id : valueAt(event, keyPath);
  const call = {
    arn,
    input,
    groupId: target.SqsParameters?.MessageGroupId,
    partitionKey: typeof partitionKey === "string" ? partitionKey : JSON.stringify(partitionKey ?? event.id),
    deduplicationId: job.id,
    atMs: yard.clock.nowMs(),
    origin: yard.origin,
    http: resolveHttpParameters(target.HttpParameters ?? {}, (value) => resolved(value, event)),
  };
  await asSender(delivery, (aws) => sendToTarget(aws, call));
}

/** AWS: HttpParameters: values may be JSON paths into the event. */
function resolved(value: string, event: BusEvent): string {
  const path = parseJsonPath(value);
  if (path === undefined) return value;
  const found = valueAt(event, path);
  return typeof found === "string" ? found : (JSON.stringify(found) ?? "");
}

/** Schemas are discovered by a job of the schema registry, in the rule's own account. */
function handToDiscoverer(yard: YardContext, { account, region }: Job, arn: string, event: BusEvent): void {
  const payload: Discovery = { discovererId: arn.slice(arn.indexOf("discoverer/") + "discoverer/".length), event };
  yard.store.write((tx) => yard.jobs.enqueue(tx, { account, region, kind: DISCOVER, payload }));
}

/** Calls the target in the name in which the rule may. */
async function asSender(
  { yard, job, target, ruleArn: sourceArn }: Delivery,
  work: (aws: AwsApis) => Promise<void>,
): Promise<void> {
  const { account, region } = job;
  if (target.RoleArn !== undefined) {
    const request = { service: SERVICE, roleArn: target.RoleArn, sessionName: "events", sourceArn };
    return withServiceRole(yard, { ...request, scope: { account, region } }, work);
  }
  const scope = scopeOfArn(target.Arn ?? "", job);
  if (ruleTargetKindOf(target.Arn ?? "") === "event-bus") {
    // AWS: "Sending events between accounts": a bus's policy names the sending account.
    return work(yard.as({ kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account }, scope));
  }
  return work(yard.as({ kind: "service", service: SERVICE, sourceArn, sourceAccount: account }, scope));
}

const THROTTLES = new Set([
  "TooManyRequestsException",
  "RequestThrottled",
  "ThrottlingException",
  "Throttling",
  "OverLimit",
  "ProvisionedThroughputExceededException",
]);

// AWS: errors that another attempt cannot mend (the target is gone, or its policy denies) go to the dead-letter queue at once.
async function retryOrGiveUp(delivery: Delivery, error: AwsError): Promise<JobOutcome> {
  const { yard, job, target } = delivery;
  const { MaximumRetryAttempts = MOST_RETRIES, MaximumEventAgeInSeconds = LONGEST_AGE_S } = target.RetryPolicy ?? {};
  // What the yard does not have will not be there at the next attempt either.
  const isPassing = (error.fault === "server" && error.code !== "NotImplemented") || THROTTLES.has(error.code);
  const delayMs = Math.min(1000 * 2 ** (job.attempt - 1), LONGEST_DELAY_MS) * (0.5 + yard.random.integer(500) / 1000);
  const retryAtMs = yard.clock.nowMs() + Math.round(delayMs);
  const isTooOld = retryAtMs - job.createdAtMs > MaximumEventAgeInSeconds * 1000;
  if (isPassing && job.attempt <= MaximumRetryAttempts && !isTooOld) return { retryAtMs };
  const exhausted = isPassing ? (isTooOld ? "MaximumEventAgeInSeconds" : "MaximumRetryAttempts") : undefined;
  await giveUp(delivery, error, exhausted);
  return "done";
}

async function giveUp(delivery: Delivery, error: AwsError, exhausted: string | undefined): Promise<void> {
  const { yard, job, payload, target, metrics, ruleArn: sourceArn } = delivery;
  // AWS: Invocations: with those that failed for good, and without attempts that are repeated.
  metrics.add("Invocations", 1, "Count");
  metrics.add("FailedInvocations", 1, "Count");
  const queueArn = target.DeadLetterConfig?.Arn;
  const fields = { rule: sourceArn, target: target.Arn, code: error.code, message: error.message, queueArn };
  yard.log.write("warn", "eventbridge.delivery-failed", fields);
  if (queueArn === undefined) return;
  const { account = "", resource = "" } = parseArn(queueArn) ?? {};
  const text = (StringValue: string): { DataType: string; StringValue: string } => ({
    DataType: "String",
    StringValue,
  });
  try {
    const principal = { kind: "service", service: SERVICE, sourceArn, sourceAccount: job.account } as const;
    await yard.as(principal, scopeOfArn(queueArn, job)).sqs.sendMessage({
      QueueUrl: `${yard.origin}/${account}/${resource}`,
      MessageBody: JSON.stringify(payload.event),
      MessageAttributes: {
        RULE_ARN: text(sourceArn),
        TARGET_ARN: text(target.Arn ?? ""),
        ERROR_CODE: text(errorCode(error)),
        ERROR_MESSAGE: text(error.message || error.code),
        RETRY_ATTEMPTS: { DataType: "Number", StringValue: String(job.attempt - 1) },
        ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
      },
    });
    metrics.add("InvocationsSentToDlq", 1, "Count");
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    metrics.add("InvocationsFailedToBeSentToDlq", 1, "Count");
    yard.log.write("warn", "eventbridge.dead-letter-failed", { ...fields, message: failure.message });
  }
}

// AWS: "Using dead-letter queues", ERROR_CODE: the codes of EventBridge, not those of the target's service.
function errorCode({ code }: AwsError): string {
  if (code.startsWith("AccessDenied") || code === "AuthorizationError") return "NO_PERMISSIONS";
  if (/NotFound|NonExistentQueue|DoesNotExist/.test(code)) return "NO_RESOURCE";
  return THROTTLES.has(code) ? "THROTTLING" : "SDK_CLIENT_ERROR";
}

function scopeOfArn(arn: string, otherwise: Scope): Scope {
  const parts = parseArn(arn);
  if (parts === undefined || parts.account === "") return otherwise;
  return { account: parseAccountId(parts.account), region: parseRegion(parts.region) };
}
