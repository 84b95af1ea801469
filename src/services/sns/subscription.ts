// A subscription's protocol, endpoint and attributes. Pure.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import { FilterPolicyError, parseFilterPolicy } from "./filter-policy.ts";
import type { FilterPolicy, FilterPolicyScope } from "./filter-policy.ts";
import type { Protocol, SubscriptionRecord } from "./records.ts";
import { topicArn } from "./topic.ts";

type Attributes = Readonly<Record<string, string>>;

// AWS: Subscribe, Protocol.
const NOT_YET = new Set(["http", "https", "email", "email-json", "sms", "application", "firehose"]);

/** The protocol, if messages can be delivered by it. */
export function parseProtocol(text: string): Protocol {
  if (text === "sqs" || text === "lambda") return text;
  if (NOT_YET.has(text)) throw notImplemented(`A subscription with the protocol "${text}"`);
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${text}`);
}

/** Throws unless messages of this topic can be delivered to the endpoint. */
export function requireEndpoint(protocol: Protocol, endpoint: string | undefined, isFifoTopic: boolean): string {
  const arn = endpoint === undefined ? undefined : parseArn(endpoint);
  if (endpoint === undefined || arn?.service !== protocol)
    throw invalidParameter(protocol === "sqs" ? "SQS endpoint ARN" : "Lambda endpoint ARN");
  if (protocol === "sqs" && arn.resource.endsWith(".fifo") && !isFifoTopic)
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  // AWS: "FIFO topics example use case": functions are reached through a queue. The wording is inferred.
  if (protocol === "lambda" && isFifoTopic)
    throw invalidParameter("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
  return endpoint;
}

/** AWS: an endpoint of the caller's own account is subscribed at once; another account's must confirm. */
export function requireOwnEndpoint(endpoint: string, callerAccount: string): void {
  if (parseArn(endpoint)?.account !== callerAccount)
    throw notImplemented("Subscribing an endpoint of another account, which has to confirm it,");
}

/**
 * Throws unless all attributes together make sense. AWS says in Subscribe which parameter held them:
 * "Invalid parameter: Attributes Reason: ...".
 */
export function requireSubscriptionAttributes(
  changed: Attributes,
  all: Attributes,
  scope: Scope,
  isSubscribe: boolean,
): void {
  const invalid = (reason: string) => invalidParameter(isSubscribe ? `Attributes Reason: ${reason}` : reason);
  for (const [name, value] of Object.entries(changed)) {
    if (name === "RawMessageDelivery") {
      if (!/^(true|false)$/i.test(value))
        throw invalid(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    } else if (name === "FilterPolicyScope") {
      if (value !== "MessageAttributes" && value !== "MessageBody")
        throw invalid(
          `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
        );
    } else if (name === "RedrivePolicy") {
      if (value !== "") requireRedrivePolicy(value, scope, invalid);
    } else if (name === "DeliveryPolicy" || name === "SubscriptionRoleArn" || name === "ReplayPolicy") {
      throw notImplemented(`The subscription attribute "${name}"`);
    } else if (name !== "FilterPolicy") {
      throw invalidParameter(isSubscribe ? `Attributes Reason: Unknown attribute: ${name}` : "AttributeName");
    }
  }
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
export function describeSubscription(scope: Scope, subscription: SubscriptionRecord): Record<string, string> {
  const { attributes } = subscription;
  return {
    SubscriptionArn: subscriptionArn(scope, subscription),
    TopicArn: topicArn(scope, subscription.topicName),
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    Owner: subscription.owner,
    SubscriptionPrincipal: subscription.principal,
    ConfirmationWasAuthenticated: "true",
    PendingConfirmation: "false",
    RawMessageDelivery: "false",
    // AWS: the scope is shown only beside a policy.
    ...(attributes["FilterPolicy"] === undefined ? {} : { FilterPolicyScope: "MessageAttributes" }),
    ...Object.fromEntries(
      Object.entries(attributes).filter(
        ([name]) => name !== "FilterPolicyScope" || attributes["FilterPolicy"] !== undefined,
      ),
    ),
  };
}
