// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon SQS". Batches need the permission
// of the single operation.

import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { parseTaskHandle } from "./move-tasks.ts";
import { ownerScope, parseQueueUrl, queueArn } from "./queues.ts";

const onQueue =
  (action: string): PermissionRule =>
  (input: { QueueUrl: string }, call) => [{ action: `sqs:${action}`, resource: arnOfUrl(input.QueueUrl, call) }];

// AWS: "Dead-letter queue redrive permissions": whoever moves messages on must be allowed to take them.
const onSource = (action: string, sourceArn: string) =>
  [action, "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((each) => ({
    action: `sqs:${each}`,
    resource: sourceArn,
  }));

export const permissions: Permissions = {
  AddPermission: onQueue("AddPermission"),
  CancelMessageMoveTask: (input: { TaskHandle: string }) =>
    onSource("CancelMessageMoveTask", parseTaskHandle(input.TaskHandle).sourceArn),
  ChangeMessageVisibility: onQueue("ChangeMessageVisibility"),
  ChangeMessageVisibilityBatch: onQueue("ChangeMessageVisibility"),
  CreateQueue: (input: { QueueName: string; tags?: Record<string, string> }, call) => {
    const resource = queueArn(call, input.QueueName);
    const conditions = tagConditions(input.tags ?? {});
    return [
      { action: "sqs:CreateQueue", resource, conditions },
      ...(Object.keys(conditions).length === 0 ? [] : [{ action: "sqs:TagQueue", resource, conditions }]),
    ];
  },
  DeleteMessage: onQueue("DeleteMessage"),
  DeleteMessageBatch: onQueue("DeleteMessage"),
  DeleteQueue: onQueue("DeleteQueue"),
  GetQueueAttributes: onQueue("GetQueueAttributes"),
  GetQueueUrl: (input: { QueueName: string; QueueOwnerAWSAccountId?: string }, call) => {
    const scope = ownerScope(input.QueueOwnerAWSAccountId, call);
    return [{ action: "sqs:GetQueueUrl", resource: queueArn(scope, input.QueueName) }];
  },
  ListDeadLetterSourceQueues: onQueue("ListDeadLetterSourceQueues"),
  ListMessageMoveTasks: (input: { SourceArn: string }) => onSource("ListMessageMoveTasks", input.SourceArn),
  ListQueues: () => [{ action: "sqs:ListQueues", resource: "*" }],
  ListQueueTags: onQueue("ListQueueTags"),
  PurgeQueue: onQueue("PurgeQueue"),
  ReceiveMessage: onQueue("ReceiveMessage"),
  RemovePermission: onQueue("RemovePermission"),
  SendMessage: onQueue("SendMessage"),
  SendMessageBatch: onQueue("SendMessage"),
  SetQueueAttributes: onQueue("SetQueueAttributes"),
  StartMessageMoveTask: (input: { SourceArn: string; DestinationArn?: string }) => [
    ...onSource("StartMessageMoveTask", input.SourceArn),
    ...(input.DestinationArn === undefined ? [] : [{ action: "sqs:SendMessage", resource: input.DestinationArn }]),
  ],
  TagQueue: (input: { QueueUrl: string; Tags: Record<string, string> }, call) => [
    { action: "sqs:TagQueue", resource: arnOfUrl(input.QueueUrl, call), conditions: tagConditions(input.Tags) },
  ],
  UntagQueue: (input: { QueueUrl: string; TagKeys: readonly string[] }, call) => [
    {
      action: "sqs:UntagQueue",
      resource: arnOfUrl(input.QueueUrl, call),
      conditions: { "aws:TagKeys": input.TagKeys },
    },
  ],
};

function arnOfUrl(url: string, call: PermissionCall): string {
  const { scope, queueName } = parseQueueUrl(url, call);
  return queueArn(scope, queueName);
}

function tagConditions(tags: Readonly<Record<string, string>>): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": keys };
}
