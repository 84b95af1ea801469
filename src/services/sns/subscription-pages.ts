// A page of subscriptions, as both listings answer it.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { parsePageToken, takePage } from "./pages.ts";
import type { SubscriptionRecord } from "./records.ts";
import { listForeignSubscriptions, listSubscriptions } from "./repo.ts";
import { subscriptionArn } from "./subscription.ts";
import { topicArn } from "./topic.ts";

interface SubscriptionPage {
  readonly Subscriptions: {
    SubscriptionArn: string;
    Owner: string;
    Protocol: string;
    Endpoint: string;
    TopicArn: string;
  }[];
  readonly NextToken?: string;
}

/** A subscription, and whose topic it is of. */
interface Listed {
  readonly scope: Scope;
  readonly subscription: SubscriptionRecord;
}

/** All subscriptions of one topic, whoever owns them. */
export function pageOfTopic(tx: ReadTx, scope: Scope, topicName: string, token: string | undefined): SubscriptionPage {
  const [id] = parsePageToken(token) ?? [];
  const after = id === undefined ? {} : { after: { topicName, id } };
  return pageOf(within(scope, listSubscriptions(tx, scope, { topicName, ...after })), ({ subscription }) => [
    subscription.id,
  ]);
}

/** AWS: ListSubscriptions: the requester's own: to its topics first, then to those of other accounts. */
export function pageOfAccount(tx: ReadTx, scope: Scope, token: string | undefined): SubscriptionPage {
  const [account = "", topicName = "", id = ""] = parsePageToken(token) ?? [];
  return pageOf(
    ownedBy(tx, scope, { account, topicName, id }),
    ({ scope: { account: topicAccount }, subscription }) => [topicAccount, subscription.topicName, subscription.id],
  );
}

function* ownedBy(
  tx: ReadTx,
  scope: Scope,
  after: { readonly account: string; readonly topicName: string; readonly id: string },
): Generator<Listed> {
  const isBeyondOwn = after.account !== "" && after.account !== scope.account;
  const begin = after.account === scope.account ? { after } : {};
  if (!isBeyondOwn)
    for (const listed of within(scope, listSubscriptions(tx, scope, begin)))
      if (listed.subscription.owner === scope.account) yield listed;
  yield* listForeignSubscriptions(tx, scope, isBeyondOwn ? after : undefined);
}

function* within(scope: Scope, subscriptions: Iterable<SubscriptionRecord>): Generator<Listed> {
  for (const subscription of subscriptions) yield { scope, subscription };
}

function pageOf(all: Iterable<Listed>, keyOf: (listed: Listed) => readonly string[]): SubscriptionPage {
  const page = takePage(all, keyOf);
  return {
    Subscriptions: page.items.map(({ scope, subscription }) => ({
      // AWS: ListSubscriptions: what is not confirmed has no ARN in listings.
      SubscriptionArn:
        subscription.pendingToken === undefined ? subscriptionArn(scope, subscription) : "PendingConfirmation",
      Owner: subscription.owner,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      TopicArn: topicArn(scope, subscription.topicName),
    })),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}
