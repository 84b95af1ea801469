// How HTTP endpoints are tried again, how fast they get messages, and of which content type: the policies of topics and
// subscriptions. Pure. AWS: "Creating an HTTP/S delivery policy".
//
// AWS shows the four back-off functions as curves without formulas; the formulas here are inferred from their names and order.

import { LIMITS } from "./constraints.ts";

/** A policy that SNS does not accept; the message says why. */
export class DeliveryPolicyError extends Error {
  override readonly name = "DeliveryPolicyError";
}

const BACKOFF_FUNCTIONS = ["arithmetic", "exponential", "geometric", "linear"] as const;

export interface RetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly numMaxDelayRetries: number;
  readonly backoffFunction: (typeof BACKOFF_FUNCTIONS)[number];
}

/** What holds for one HTTP subscription. */
export interface EffectivePolicy {
  readonly healthyRetryPolicy: RetryPolicy;
  readonly maxReceivesPerSecond?: number;
  readonly contentType: string;
}

// AWS: recorded from the service.
const DEFAULT_RETRIES: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};
const DEFAULT_CONTENT_TYPE = "text/plain; charset=UTF-8";

// AWS: "Creating an HTTP/S delivery policy", headerContentType: the first two always, the others with raw delivery.
const CONTENT_TYPES = new Set([
  "application/json",
  "text/plain",
  "text/css",
  "text/csv",
  "text/html",
  "text/xml",
  "application/atom+xml",
  "application/octet-stream",
  "application/soap+xml",
  "application/x-www-form-urlencoded",
  "application/xhtml+xml",
  "application/xml",
]);

type Json = Readonly<Record<string, unknown>>;

/** A subscription's policy as it was given; throws a DeliveryPolicyError. */
export function parseSubscriptionPolicy(text: string): Json {
  const policy = parseObject(text);
  requireKeys(policy, ["healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy", "guaranteed"]);
  requireRetryPolicy(policy["healthyRetryPolicy"]);
  requireThrottlePolicy(policy["throttlePolicy"]);
  requireRequestPolicy(policy["requestPolicy"]);
  return policy;
}

/** A topic's policy as it was given: what it says of HTTP. */
export function parseTopicPolicy(text: string): Json {
  const policy = parseObject(text);
  requireKeys(policy, ["http"]);
  const http = policy["http"] ?? {};
  if (!isObject(http)) throw new DeliveryPolicyError("http must be a JSON object");
  requireKeys(http, [
    "defaultHealthyRetryPolicy",
    "defaultSicklyRetryPolicy",
    "defaultThrottlePolicy",
    "defaultRequestPolicy",
    "disableSubscriptionOverrides",
  ]);
  requireRetryPolicy(http["defaultHealthyRetryPolicy"]);
  requireThrottlePolicy(http["defaultThrottlePolicy"]);
  requireRequestPolicy(http["defaultRequestPolicy"]);
  const overrides = http["disableSubscriptionOverrides"];
  if (overrides !== undefined && typeof overrides !== "boolean")
    throw new DeliveryPolicyError("disableSubscriptionOverrides must be true or false");
  return http;
}

/** What holds for a subscription: its own policy over its topic's, unless the topic forbids that. */
export function effectivePolicy(topicText: string | undefined, subscriptionText: string | undefined): EffectivePolicy {
  const http = topicText === undefined ? {} : parseTopicPolicy(topicText);
  const isOverridable = http["disableSubscriptionOverrides"] !== true;
  const own = subscriptionText === undefined || !isOverridable ? {} : parseSubscriptionPolicy(subscriptionText);
  const throttle = own["throttlePolicy"] ?? http["defaultThrottlePolicy"];
  const maxReceivesPerSecond = isObject(throttle) ? throttle["maxReceivesPerSecond"] : undefined;
  const request = own["requestPolicy"] ?? http["defaultRequestPolicy"];
  const contentType = isObject(request) ? request["headerContentType"] : undefined;
  const retries = own["healthyRetryPolicy"] ?? http["defaultHealthyRetryPolicy"];
  return {
    healthyRetryPolicy: { ...DEFAULT_RETRIES, ...(isObject(retries) ? (retries as Partial<RetryPolicy>) : {}) },
    ...(typeof maxReceivesPerSecond === "number" ? { maxReceivesPerSecond } : {}),
    contentType: typeof contentType === "string" ? contentType : DEFAULT_CONTENT_TYPE,
  };
}

/** What GetTopicAttributes shows as the effective policy. */
export function effectiveTopicPolicy(topicText: string | undefined): string {
  const http = topicText === undefined ? {} : parseTopicPolicy(topicText);
  const { healthyRetryPolicy, maxReceivesPerSecond, contentType } = effectivePolicy(topicText, undefined);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: healthyRetryPolicy,
      disableSubscriptionOverrides: http["disableSubscriptionOverrides"] === true,
      ...(maxReceivesPerSecond === undefined ? {} : { defaultThrottlePolicy: { maxReceivesPerSecond } }),
      defaultRequestPolicy: { headerContentType: contentType },
    },
  });
}

/** What GetSubscriptionAttributes shows as the effective policy. */
export function effectiveSubscriptionPolicy(topicText: string | undefined, text: string | undefined): string {
  const { healthyRetryPolicy, maxReceivesPerSecond, contentType } = effectivePolicy(topicText, text);
  return JSON.stringify({
    healthyRetryPolicy,
    sicklyRetryPolicy: null,
    throttlePolicy: maxReceivesPerSecond === undefined ? null : { maxReceivesPerSecond },
    requestPolicy: { headerContentType: contentType },
    guaranteed: false,
  });
}

/** The delay before the next attempt, in milliseconds, when attempt number `attempt` failed; undefined to give up. */
export function policyDelayMs(policy: RetryPolicy, attempt: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  if (attempt > numRetries) return undefined;
  if (attempt <= numNoDelayRetries) return 0;
  const afterImmediate = attempt - numNoDelayRetries;
  if (afterImmediate <= numMinDelayRetries) return policy.minDelayTarget * 1_000;
  const backoffs = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  const position = afterImmediate - numMinDelayRetries;
  if (position > backoffs) return policy.maxDelayTarget * 1_000;
  return Math.round(backoffSeconds(policy, position, backoffs) * 1_000);
}

// From the least delay to the greatest, in `steps` delays.
function backoffSeconds(policy: RetryPolicy, position: number, steps: number): number {
  const { minDelayTarget: least, maxDelayTarget: most, backoffFunction } = policy;
  const share = steps <= 1 ? 0 : (position - 1) / (steps - 1);
  switch (backoffFunction) {
    case "linear":
      return least + (most - least) * share;
    // Delays whose steps grow by the same amount.
    case "arithmetic":
      return least + (most - least) * share ** 2;
    // Each delay the same multiple of the one before.
    case "geometric":
      return least * (most / least) ** share;
    // Each step twice the one before.
    default: {
      const all = 2 ** (steps - 1) - 1;
      return all <= 0 ? least : least + ((most - least) * (2 ** (position - 1) - 1)) / all;
    }
  }
}

function requireRetryPolicy(policy: unknown): void {
  if (policy === undefined || policy === null) return;
  if (!isObject(policy)) throw new DeliveryPolicyError("healthyRetryPolicy must be a JSON object");
  requireKeys(policy, Object.keys(DEFAULT_RETRIES));
  const all = { ...DEFAULT_RETRIES, ...policy } as RetryPolicy;
  const numbers = ["minDelayTarget", "maxDelayTarget", "numRetries", "numNoDelayRetries"] as const;
  for (const name of [...numbers, "numMinDelayRetries", "numMaxDelayRetries"] as const) {
    const value: unknown = all[name];
    if (!Number.isInteger(value) || Number(value) < 0)
      throw new DeliveryPolicyError(`healthyRetryPolicy.${name} must be a whole number`);
  }
  if (all.minDelayTarget < 1) throw new DeliveryPolicyError("healthyRetryPolicy.minDelayTarget must be at least 1");
  if (all.maxDelayTarget < all.minDelayTarget || all.maxDelayTarget > LIMITS.retryDelaySeconds)
    throw new DeliveryPolicyError(
      "healthyRetryPolicy.maxDelayTarget must be between healthyRetryPolicy.minDelayTarget and 3600",
    );
  if (all.numRetries > LIMITS.retries)
    throw new DeliveryPolicyError("healthyRetryPolicy.numRetries must be less than or equal to 100");
  if (all.numNoDelayRetries + all.numMinDelayRetries + all.numMaxDelayRetries > all.numRetries)
    throw new DeliveryPolicyError(
      "healthyRetryPolicy.numRetries must be at least the sum of the retries of all other phases",
    );
  if (!BACKOFF_FUNCTIONS.includes(all.backoffFunction))
    throw new DeliveryPolicyError("healthyRetryPolicy.backoffFunction must be a known function");
  if (totalSeconds(all) > LIMITS.policyRetrySeconds)
    throw new DeliveryPolicyError("healthyRetryPolicy must not retry for more than 3600 seconds");
}

// AWS: "The total policy retry time for an HTTP/S endpoint cannot be greater than 3,600 seconds."
function totalSeconds(policy: RetryPolicy): number {
  let totalMs = 0;
  for (let attempt = 1; attempt <= policy.numRetries; attempt += 1) totalMs += policyDelayMs(policy, attempt) ?? 0;
  return totalMs / 1_000;
}

function requireThrottlePolicy(policy: unknown): void {
  if (policy === undefined || policy === null) return;
  if (!isObject(policy)) throw new DeliveryPolicyError("throttlePolicy must be a JSON object");
  requireKeys(policy, ["maxReceivesPerSecond"]);
  const rate = policy["maxReceivesPerSecond"];
  if (!Number.isInteger(rate) || Number(rate) < 1)
    throw new DeliveryPolicyError("throttlePolicy.maxReceivesPerSecond must be at least 1");
}

function requireRequestPolicy(policy: unknown): void {
  if (policy === undefined || policy === null) return;
  if (!isObject(policy)) throw new DeliveryPolicyError("requestPolicy must be a JSON object");
  requireKeys(policy, ["headerContentType"]);
  const type = policy["headerContentType"];
  const [base = ""] = typeof type === "string" ? type.split(";") : [];
  // The value becomes a header line.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!CONTENT_TYPES.has(base.trim().toLowerCase()) || /[\u0000-\u001F\u007F-\uFFFF]/.test(String(type)))
    throw new DeliveryPolicyError("requestPolicy.headerContentType is not a supported content type");
}

function parseObject(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DeliveryPolicyError("failed to parse JSON");
  }
  if (!isObject(value)) throw new DeliveryPolicyError("must be a JSON object");
  return value;
}

function requireKeys(object: Json, known: readonly string[]): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new DeliveryPolicyError(`${unknown} is not a known member`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
