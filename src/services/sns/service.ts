// Amazon SNS: topics, and what subscribes to them. Table of contents.

import { defineService } from "../../service/service.ts";
import { countCall } from "./metrics.ts";
import { constraints } from "./constraints.ts";
import { expireTokenJob } from "./confirmation.ts";
import { confirmJob } from "./delivery/confirm.ts";
import { deliverJob } from "./delivery/deliver.ts";
import { accessDenied, validationError } from "./errors.ts";
import { linksDoor } from "./links.ts";
import { addPermission } from "./operations/add-permission.ts";
import { checkIfPhoneNumberIsOptedOut } from "./operations/check-if-phone-number-is-opted-out.ts";
import { confirmSubscription } from "./operations/confirm-subscription.ts";
import { createPlatformApplication } from "./operations/create-platform-application.ts";
import { createPlatformEndpoint } from "./operations/create-platform-endpoint.ts";
import { createSmsSandboxPhoneNumber } from "./operations/create-sms-sandbox-phone-number.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteEndpoint } from "./operations/delete-endpoint.ts";
import { deletePlatformApplication } from "./operations/delete-platform-application.ts";
import { deleteSmsSandboxPhoneNumber } from "./operations/delete-sms-sandbox-phone-number.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getEndpointAttributes } from "./operations/get-endpoint-attributes.ts";
import { getPlatformApplicationAttributes } from "./operations/get-platform-application-attributes.ts";
import { getSmsAttributes } from "./operations/get-sms-attributes.ts";
import { getSmsSandboxAccountStatus } from "./operations/get-sms-sandbox-account-status.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listEndpointsByPlatformApplication } from "./operations/list-endpoints-by-platform-application.ts";
import { listOriginationNumbers } from "./operations/list-origination-numbers.ts";
import { listPhoneNumbersOptedOut } from "./operations/list-phone-numbers-opted-out.ts";
import { listPlatformApplications } from "./operations/list-platform-applications.ts";
import { listSmsSandboxPhoneNumbers } from "./operations/list-sms-sandbox-phone-numbers.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { optInPhoneNumber } from "./operations/opt-in-phone-number.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { publish } from "./operations/publish.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { setEndpointAttributes } from "./operations/set-endpoint-attributes.ts";
import { setPlatformApplicationAttributes } from "./operations/set-platform-application-attributes.ts";
import { setSmsAttributes } from "./operations/set-sms-attributes.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { verifySmsSandboxPhoneNumber } from "./operations/verify-sms-sandbox-phone-number.ts";
import { permissions } from "./permissions.ts";
import { loadTopic } from "./repo.ts";
import { subscriptionType } from "./resources/subscription.ts";
import { topicInlinePolicyType } from "./resources/topic-inline-policy.ts";
import { topicPolicyType } from "./resources/topic-policy.ts";
import { topicType } from "./resources/topic.ts";
import { parseTopicArn, policyOf } from "./topic.ts";
import { tagging } from "./resource-tagging.ts";

export const sns = defineService({
  id: "sns",
  operations: [
    addPermission,
    checkIfPhoneNumberIsOptedOut,
    confirmSubscription,
    createPlatformApplication,
    createPlatformEndpoint,
    createSmsSandboxPhoneNumber,
    createTopic,
    deleteEndpoint,
    deletePlatformApplication,
    deleteSmsSandboxPhoneNumber,
    deleteTopic,
    getEndpointAttributes,
    getPlatformApplicationAttributes,
    getSmsAttributes,
    getSmsSandboxAccountStatus,
    getSubscriptionAttributes,
    getTopicAttributes,
    listEndpointsByPlatformApplication,
    listOriginationNumbers,
    listPhoneNumbersOptedOut,
    listPlatformApplications,
    listSmsSandboxPhoneNumbers,
    listSubscriptions,
    listSubscriptionsByTopic,
    listTagsForResource,
    listTopics,
    optInPhoneNumber,
    publish,
    publishBatch,
    removePermission,
    setEndpointAttributes,
    setPlatformApplicationAttributes,
    setSmsAttributes,
    setSubscriptionAttributes,
    setTopicAttributes,
    subscribe,
    tagResource,
    unsubscribe,
    untagResource,
    verifySmsSandboxPhoneNumber,
  ],
  permissions,
  counts: countCall,
  constraints,
  validationError,
  accessDenied,
  anonymousOperations: ["ConfirmSubscription", "Publish", "Subscribe"],
  resourcePolicy: ({ resource }, call) => {
    // Subscribers pass roles, too, which are no topics.
    if (!resource.startsWith("arn:aws:sns:")) return undefined;
    const { scope, topicName } = parseTopicArn(resource);
    const topic = call.yard.store.read((tx) => loadTopic(tx, scope, topicName));
    return topic === undefined ? undefined : policyOf(scope, topic);
  },
  jobs: [confirmJob, deliverJob, expireTokenJob],
  doors: [linksDoor],
  resourceTypes: [topicType, subscriptionType, topicPolicyType, topicInlinePolicyType],
  tagging,
});
