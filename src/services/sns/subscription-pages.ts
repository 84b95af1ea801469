// A page of subscriptions, as both listings answer it.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { parsePageToken, takePage } from "./pages.ts";
import { listSubscriptions } from "./repo.ts";
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

/** The subscriptions of one topic, or of all topics of the account and region. */
export function listPage(tx: ReadTx, scope: Scope, token: string | undefined, topicName?: string): SubscriptionPage {
  const [afterTopic, afterId] = parsePageToken(token) ?? [];
  const after =
    afterTopic === undefined || afterId === undefined ? {} : { after: { topicName: afterTopic, id: afterId } };
  const page = takePage(
    listSubscriptions(tx, scope, { ...(topicName === undefined ? {} : { topicName }), ...after }),
    (subscription) => [subscription.topicName, subscription.id],
  );
  return {
    Subscriptions: page.items.map((subscription) => ({
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
