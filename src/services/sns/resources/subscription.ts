// AWS::SNS::Subscription.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./topic.ts";

const ATTRIBUTES = [
  "DeliveryPolicy",
  "FilterPolicyScope",
  "FilterPolicy",
  "RawMessageDelivery",
  "RedrivePolicy",
  "ReplayPolicy",
  "SubscriptionRoleArn",
];
const OBJECTS = new Set(["DeliveryPolicy", "FilterPolicy", "RedrivePolicy", "ReplayPolicy"]);

/** A subscription. Ref is its ARN. */
export const subscriptionType: ResourceType = {
  typeName: "AWS::SNS::Subscription",
  // Region says again what the topic's ARN says.
  properties: [...ATTRIBUTES, "Endpoint", "Protocol", "Region", "TopicArn"],

  // Subscribing again answers with the subscription that is there, so a repetition takes its own over.
  async create(properties, context) {
    const { SubscriptionArn } = await context.aws.sns.subscribe({
      TopicArn: String(properties["TopicArn"]),
      Protocol: String(properties["Protocol"]),
      Endpoint: String(properties["Endpoint"]),
      Attributes: readAttributes(properties),
      ReturnSubscriptionArn: true,
    });
    return describe(String(SubscriptionArn));
  },

  async read(physicalId, context) {
    const answer = await ifThere(() => context.aws.sns.getSubscriptionAttributes({ SubscriptionArn: physicalId }));
    if (answer === undefined) return undefined;
    const { Endpoint, Protocol, TopicArn, ...others } = answer.Attributes ?? {};
    const attributes = Object.entries(others)
      .filter(([name]) => ATTRIBUTES.includes(name))
      .map(([name, value]) => [name, decodeValue(name, value)] as const);
    return { Endpoint, Protocol, TopicArn, ...Object.fromEntries(attributes) };
  },

  async list({ aws }) {
    const subscriptions = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sns.listSubscriptions({ NextToken });
      return { items: answer.Subscriptions, next: answer.NextToken };
    });
    // One that waits for its confirmation has no ARN yet.
    const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith("arn:"));
    return confirmed.map(({ SubscriptionArn = "" }) => ({ Arn: SubscriptionArn }));
  },

  async update(physicalId, properties, previous, context) {
    await setAttributes(physicalId, readAttributes(properties), readAttributes(previous), context);
    return describe(physicalId);
  },

  async delete(physicalId, _properties, context) {
    try {
      await context.aws.sns.unsubscribe({ SubscriptionArn: physicalId });
    } catch (error) {
      // AWS: what waits for its confirmation cannot be ended: the stack lets go of it, and it expires by itself.
      const isPending = error instanceof AwsError && error.message.includes("that is pending confirmation");
      if (!isPending) throw error;
    }
  },
};

// A filter policy for message bodies is valid only under its scope, so the policy is taken away while the scope changes.
async function setAttributes(
  SubscriptionArn: string,
  wanted: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
  context: ResourceContext,
): Promise<void> {
  const set = (AttributeName: string, AttributeValue: string): Promise<unknown> =>
    context.aws.sns.setSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
  const isScopeChanged = wanted["FilterPolicyScope"] !== before["FilterPolicyScope"];
  if (isScopeChanged && before["FilterPolicy"] !== undefined) await set("FilterPolicy", "");
  for (const name of ATTRIBUTES) {
    const isChanged = wanted[name] !== before[name] || (name === "FilterPolicy" && isScopeChanged);
    if (isChanged) await set(name, wanted[name] ?? DEFAULTS[name] ?? "");
  }
}

const DEFAULTS: Readonly<Record<string, string>> = {
  FilterPolicyScope: "MessageAttributes",
  RawMessageDelivery: "false",
};

function describe(subscriptionArn: string): ResourceState {
  return { physicalId: subscriptionArn, attributes: { Arn: subscriptionArn } };
}

function readAttributes(properties: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = properties[name];
    if (value === undefined || value === null) continue;
    attributes[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return attributes;
}

function decodeValue(name: string, value: string): unknown {
  if (OBJECTS.has(name)) return JSON.parse(value);
  return name === "RawMessageDelivery" ? value === "true" : value;
}
