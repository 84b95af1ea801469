// Amazon SNS: topics, and subscriptions of queues and functions. Table of contents.

import { defineService } from "../../service/service.ts";
import { deliverJob } from "./deliver.ts";
import { accessDenied, validationError } from "./errors.ts";
import { linksDoor } from "./links.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { permissions } from "./permissions.ts";
import { loadTopic } from "./repo.ts";
import { subscriptionType } from "./resources/subscription.ts";
import { topicPolicyType } from "./resources/topic-policy.ts";
import { topicType } from "./resources/topic.ts";
import { parseTopicArn, policyOf } from "./topic.ts";
import { tagging } from "./resource-tagging.ts";

export const sns = defineService({
  id: "sns",
  operations: [
    addPermission,
    createTopic,
    deleteTopic,
    getSubscriptionAttributes,
    getTopicAttributes,
    listSubscriptions,
    listSubscriptionsByTopic,
    listTagsForResource,
    listTopics,
    publish,
    publishBatch,
    removePermission,
    setSubscriptionAttributes,
    setTopicAttributes,
    subscribe,
    tagResource,
    unsubscribe,
    untagResource,
  ],
  permissions,
  validationError,
  accessDenied,
  anonymousOperations: ["Publish", "Subscribe"],
  resourcePolicy: ({ resource }, call) => {
    if (!resource.startsWith("arn:")) return undefined;
    const { scope, topicName } = parseTopicArn(resource);
    const topic = call.yard.store.read((tx) => loadTopic(tx, scope, topicName));
    return topic === undefined ? undefined : policyOf(scope, topic);
  },
  jobs: [deliverJob],
  doors: [linksDoor],
  resourceTypes: [topicType, subscriptionType, topicPolicyType],
  tagging,
});
