// SAM's policy templates for messages, events and streams. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

/** The templates by their names. */
export const MESSAGING_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  SNSCrudPolicy: policy(
    "TopicName",
    allow("sns: ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish", "sns ${topicName}*"),
  ),
  SNSPublishMessagePolicy: policy("TopicName", allow("sns: Publish", "sns ${topicName}")),
  SQSPollerPolicy: policy(
    "QueueName",
    allow(
      "sqs: ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage",
      "sqs ${queueName}",
    ),
  ),
  SQSSendMessagePolicy: policy("QueueName", allow("sqs: SendMessage*", "sqs ${queueName}")),
  SESBulkTemplatedCrudPolicy: policy(
    "IdentityName",
    allow(
      "ses: GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity",
      "ses identity/${identityName}",
    ),
  ),
  SESBulkTemplatedCrudPolicy_v2: policy(
    "IdentityName TemplateName",
    allow("ses: SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail", [
      "ses identity/${identityName}",
      "ses template/${templateName}",
    ]),
    allow("ses: GetIdentityVerificationAttributes VerifyEmailIdentity", "*"),
  ),
  SESCrudPolicy: policy(
    "IdentityName",
    allow(
      "ses: GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity",
      "ses identity/${identityName}",
    ),
  ),
  SESEmailTemplateCrudPolicy: policy(
    "",
    allow("ses: CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate", "*"),
  ),
  SESSendBouncePolicy: policy("IdentityName", allow("ses: SendBounce", "ses identity/${identityName}")),
  EventBridgePutEventsPolicy: policy("EventBusName", allow("events:PutEvents", "events event-bus/${eventBusName}")),
  KinesisCrudPolicy: policy(
    "StreamName",
    allow(
      "kinesis: AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream",
      "kinesis stream/${streamName}",
    ),
  ),
  KinesisStreamReadPolicy: policy(
    "StreamName",
    allow("kinesis: ListStreams DescribeLimits", "kinesis stream/*"),
    allow("kinesis: DescribeStream DescribeStreamSummary GetRecords GetShardIterator", "kinesis stream/${streamName}"),
  ),
  FirehoseCrudPolicy: policy(
    "DeliveryStreamName",
    allow(
      "firehose: CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination",
      "firehose deliverystream/${deliveryStreamName}",
    ),
  ),
  FirehoseWritePolicy: policy(
    "DeliveryStreamName",
    allow("firehose: PutRecord PutRecordBatch", "firehose deliverystream/${deliveryStreamName}"),
  ),
  PinpointEndpointAccessPolicy: policy(
    "PinpointApplicationId",
    allow(
      "mobiletargeting: GetEndpoint UpdateEndpoint UpdateEndpointsBatch",
      "mobiletargeting apps/${pinpointApplicationId}/endpoints/*",
    ),
  ),
  MobileAnalyticsWriteOnlyAccessPolicy: policy("", allow("mobileanalytics: PutEvents", "*")),
};
