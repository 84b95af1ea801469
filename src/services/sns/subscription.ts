// A subscription's attributes. Pure.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { DeliveryPolicyError, effectiveSubscriptionPolicy, parseSubscriptionPolicy } from "./delivery-policy.ts";
import { accessDenied, invalidParameter } from "./errors.ts";
import { FilterPolicyError } from "./filter-conditions.ts";
import { parseFilterPolicy } from "./filter-policy.ts";
import type { FilterPolicy, FilterPolicyScope } from "./filter-policy.ts";
import type { Protocol, SubscriptionRecord } from "./records.ts";
import { topicArn } from "./topic.ts";

type Attributes = Readonly<Record<string, string>>;

// AWS: "Raw message delivery": SQS, HTTP/S and Firehose. The refusal's wording is recorded.
const RAW_PROTOCOLS = new Set<Protocol>(["sqs", "http", "https", "firehose"]);

/** What attributes are held against. */
export interface AttributeContext {
  readonly scope: Scope;
  readonly protocol: Protocol;
  /** Given to Subscribe, not set later. */
  readonly isSubscribe: boolean;
}

/**
 * Throws unless all attributes together make sense. AWS says in Subscribe which parameter held them:
 * "Invalid parameter: Attributes Reason: ...".
 */
export function requireSubscriptionAttributes(
  changed: Attributes,
  all: Attributes,
  { scope, protocol, isSubscribe }: AttributeContext,
): void {
  const invalid = (reason: string): Error => invalidParameter(isSubscribe ? `Attributes Reason: ${reason}` : reason);
  for (const [name, value] of Object.entries(changed)) {
    if (name === "RawMessageDelivery") {
      if (!/^(true|false)$/i.test(value))
        throw invalid(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
      if (/^true$/i.test(value) && !RAW_PROTOCOLS.has(protocol))
        throw invalid(`Delivery protocol [${protocol}] does not support raw message delivery.`);
    } else if (name === "FilterPolicyScope") {
      if (value !== "MessageAttributes" && value !== "MessageBody")
        throw invalid(
          `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
        );
    } else if (name === "RedrivePolicy") {
      if (value !== "") requireRedrivePolicy(value, scope, invalid);
    } else if (name === "DeliveryPolicy") {
      if (value !== "") requireDeliveryPolicy(value, protocol, invalid);
    } else if (name === "SubscriptionRoleArn") {
      if (value !== "" && parseArn(value)?.service !== "iam")
        throw invalid(`SubscriptionRoleArn: Invalid value [${value}]. Must be an ARN of a role.`);
    } else if (name !== "FilterPolicy" && name !== "ReplayPolicy") {
      throw invalidParameter(isSubscribe ? `Attributes Reason: Unknown attribute: ${name}` : "AttributeName");
    }
  }
  // AWS: Subscribe: SubscriptionRoleArn is required "for subscriptions to Firehose delivery streams" (the wording is inferred).
  if (protocol === "firehose" && (all["SubscriptionRoleArn"] ?? "") === "")
    throw invalid("SubscriptionRoleArn: A role is required to deliver to Firehose.");
  // A change of the scope also changes what the policy may contain.
  const policy = all["FilterPolicy"] ?? "";
  if (policy === "") return;
  try {
    parseFilterPolicy(policy, filterScopeOf(all));
  } catch (error) {
    if (!(error instanceof FilterPolicyError)) throw error;
    // AWS: recorded from the service, this one refusal is worded without its parameter.
    throw error.message.startsWith("FilterPolicy:") ? invalid(error.message) : invalidParameter(error.message);
  }
}

// AWS: "Only HTTP/S supports custom policies." The wording of what is wrong with one is ours.
function requireDeliveryPolicy(text: string, protocol: Protocol, invalid: (reason: string) => Error): void {
  if (protocol !== "http" && protocol !== "https")
    throw invalid("Delivery protocol does not support delivery policies");
  try {
    parseSubscriptionPolicy(text);
  } catch (error) {
    if (!(error instanceof DeliveryPolicyError)) throw error;
    throw invalid(`DeliveryPolicy: ${error.message}`);
  }
}

function requireRedrivePolicy(text: string, scope: Scope, invalid: (reason: string) => Error): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalid("RedrivePolicy: failed to parse JSON.");
  }
  const target = typeof policy === "object" && policy !== null ? Object.entries(policy) : [];
  const arn = new Map(target).get("deadLetterTargetArn") as unknown;
  const parsed = typeof arn === "string" ? parseArn(arn) : undefined;
  if (parsed?.service !== "sqs") throw invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  // AWS: "The Amazon SNS subscription and Amazon SQS queue must be under the same AWS account and Region."
  if (parsed.account !== scope.account || parsed.region !== scope.region)
    throw invalid("RedrivePolicy: must use same account and region as the subscription");
}

/** AWS: Unsubscribe: only the owner of the subscription and the topic's owner may deal with it. */
export function requireParty(scope: Scope, subscription: SubscriptionRecord, caller: string): void {
  if (caller !== scope.account && caller !== subscription.owner)
    throw accessDenied(`Account ${caller} owns neither the subscription nor its topic.`);
}

/** Attributes after a change; an empty text takes an attribute away. */
export function changeAttributes(current: Attributes, change: Attributes): Attributes {
  const changed = { ...current, ...change };
  return Object.fromEntries(
    Object.entries(changed)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [name, name === "RawMessageDelivery" ? value.toLowerCase() : value]),
  );
}

/** True if the attributes ask for nothing else than the subscription has. */
export function hasSameAttributes(subscription: SubscriptionRecord, asked: Attributes): boolean {
  const wanted = changeAttributes({}, asked);
  return Object.entries(wanted).every(
    ([name, value]) => (subscription.attributes[name] ?? DEFAULTS[name] ?? "") === value,
  );
}

const DEFAULTS: Attributes = { RawMessageDelivery: "false", FilterPolicyScope: "MessageAttributes" };

export function isRaw(subscription: SubscriptionRecord): boolean {
  return subscription.attributes["RawMessageDelivery"] === "true";
}

/** The queue for what cannot be delivered. */
export function deadLetterQueueOf(subscription: SubscriptionRecord): string | undefined {
  const policy = subscription.attributes["RedrivePolicy"];
  if (policy === undefined) return undefined;
  return (JSON.parse(policy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}

const compiled = new Map<string, FilterPolicy>();
// LIMIT: so many compiled filter policies are kept in memory; then the cache starts afresh.
const COMPILED_POLICIES = 1_000;

/** The compiled policy that decides which messages the subscription gets; undefined if it gets all. */
export function filterOf(subscription: SubscriptionRecord): FilterPolicy | undefined {
  const policy = subscription.attributes["FilterPolicy"];
  if (policy === undefined) return undefined;
  const scope = filterScopeOf(subscription.attributes);
  const cacheKey = `${scope} ${policy}`;
  let filter = compiled.get(cacheKey);
  if (filter === undefined) {
    filter = parseFilterPolicy(policy, scope);
    if (compiled.size >= COMPILED_POLICIES) compiled.clear();
    compiled.set(cacheKey, filter);
  }
  return filter;
}

function filterScopeOf(attributes: Attributes): FilterPolicyScope {
  return attributes["FilterPolicyScope"] === "MessageBody" ? "MessageBody" : "MessageAttributes";
}

export function subscriptionArn(scope: Scope, subscription: SubscriptionRecord): string {
  return `${topicArn(scope, subscription.topicName)}:${subscription.id}`;
}

/** What GetSubscriptionAttributes shows. */
export function describeSubscription(
  scope: Scope,
  subscription: SubscriptionRecord,
  topicDeliveryPolicy: string | undefined,
): Record<string, string> {
  const { attributes, protocol, pendingToken } = subscription;
  const isHttp = protocol === "http" || protocol === "https";
  return {
    SubscriptionArn: subscriptionArn(scope, subscription),
    TopicArn: topicArn(scope, subscription.topicName),
    Protocol: protocol,
    Endpoint: subscription.endpoint,
    Owner: subscription.owner,
    SubscriptionPrincipal: subscription.principal,
    ConfirmationWasAuthenticated: String(pendingToken === undefined && subscription.isConfirmedByLink !== true),
    PendingConfirmation: String(pendingToken !== undefined),
    RawMessageDelivery: "false",
    // AWS: the scope is shown only beside a policy.
    ...(attributes["FilterPolicy"] === undefined ? {} : { FilterPolicyScope: "MessageAttributes" }),
    // What a replay delivers is under way as soon as the policy is set.
    ...(attributes["ReplayPolicy"] === undefined ? {} : { ReplayStatus: "Completed" }),
    ...(isHttp
      ? { EffectiveDeliveryPolicy: effectiveSubscriptionPolicy(topicDeliveryPolicy, attributes["DeliveryPolicy"]) }
      : {}),
    ...Object.fromEntries(
      Object.entries(attributes).filter(
        ([name]) => name !== "FilterPolicyScope" || attributes["FilterPolicy"] !== undefined,
      ),
    ),
  };
}
