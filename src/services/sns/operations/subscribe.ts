// Subscribe: has a topic's messages delivered to an endpoint, at once or when its owner has confirmed.

import type { SubscribeCommandInput, SubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { replay } from "../archive.ts";
import { needsConfirmation, requestConfirmation } from "../confirmation.ts";
import { endpointAccount, parseProtocol, requireEndpoint } from "../endpoint.ts";
import { invalidParameter, notImplemented, topicNotFound } from "../errors.ts";
import { requireRoomForFilterPolicy, requireRoomForSubscription } from "../quotas.ts";
import { listSubscriptions, loadTopic, saveSubscription } from "../repo.ts";
import type { Protocol, SubscriptionRecord } from "../records.ts";
import {
  changeAttributes,
  hasSameAttributes,
  requireSubscriptionAttributes,
  subscriptionArn,
} from "../subscription.ts";
import { isFifoTopic, parseTopicArn, type TopicAddress } from "../topic.ts";

type Attributes = Readonly<Record<string, string>>;

interface Wanted {
  readonly address: TopicAddress;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes: Attributes;
}

export const subscribe = defineOperation<Input<SubscribeCommandInput>, SubscribeCommandOutput>(
  "Subscribe",
  (input, context) => {
    const address = parseTopicArn(input.TopicArn);
    const { scope, topicName } = address;
    const protocol = parseProtocol(input.Protocol);
    const endpoint = requireEndpoint(protocol, input.Endpoint, isFifoTopic(topicName));
    const attributes = input.Attributes ?? {};
    requireSubscriptionAttributes(attributes, attributes, { scope, protocol, isSubscribe: true });
    const subscription = context.store.write((tx) => ensure(tx, context, { address, protocol, endpoint, attributes }));
    const isShown = subscription.pendingToken === undefined || input.ReturnSubscriptionArn === true;
    return { SubscriptionArn: isShown ? subscriptionArn(scope, subscription) : "pending confirmation" };
  },
);

// AWS: subscribing the same endpoint again answers with the subscription that is there, and asks again if it waits.
function ensure(tx: WriteTx, context: Context, wanted: Wanted): SubscriptionRecord {
  const { address, protocol, endpoint, attributes } = wanted;
  const { scope, topicName } = address;
  const topic = loadTopic(tx, scope, topicName);
  if (topic === undefined) throw topicNotFound();
  const existing = findExisting(tx, wanted);
  if (existing !== undefined && !hasSameAttributes(existing, attributes))
    throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
  if (existing !== undefined && existing.pendingToken === undefined) return existing;
  if (existing === undefined) requireRoomForSubscription(tx, address);
  if (existing === undefined && (attributes["FilterPolicy"] ?? "") !== "") requireRoomForFilterPolicy(tx, address);
  const account = endpointAccount(protocol, endpoint);
  const isPending = needsConfirmation(protocol, context.account, account);
  // A queue gets the request to confirm as a message; what a function or a device would get is not documented.
  if (isPending && account !== undefined && protocol !== "sqs")
    throw notImplemented(`Subscribing an endpoint of another account by "${protocol}"`);
  const made: SubscriptionRecord = existing ?? {
    v: 1,
    id: context.random.uuid(),
    topicName,
    protocol,
    endpoint,
    owner: context.account,
    principal: "arn" in context.principal ? context.principal.arn : "",
    attributes: changeAttributes({}, attributes),
  };
  const saved = isPending ? requestConfirmation(context, tx, scope, made) : made;
  saveSubscription(tx, scope, saved);
  if (saved.pendingToken === undefined) replay(context, tx, scope, topic, saved);
  return saved;
}

function findExisting(tx: WriteTx, { address, protocol, endpoint }: Wanted): SubscriptionRecord | undefined {
  const { scope, topicName } = address;
  for (const existing of listSubscriptions(tx, scope, { topicName }))
    if (existing.protocol === protocol && existing.endpoint === endpoint) return existing;
  return undefined;
}
