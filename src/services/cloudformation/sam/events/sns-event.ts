// Events of type SNS: a subscription of the function, or of a queue between the topic and the function.

import { isRecord } from "../../template/values.ts";
import { isSet, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { managedPolicyArn } from "../role-policies.ts";
import type { RoleDraft } from "../function-role.ts";
import type { FunctionEvent, FunctionHandle } from "./event.ts";

/** Adds the subscription and what lets the topic reach its endpoint. */
export function expandSnsEvent(event: FunctionEvent, handle: FunctionHandle, role: RoleDraft, draft: Draft): void {
  const { logicalId, properties } = event;
  const { SqsSubscription: through, Topic: topic, ...settings } = properties;
  const subscribe = (protocol: string, endpoint: unknown): void =>
    draft.add(logicalId, "AWS::SNS::Subscription", handle.attributes, {
      ...settings,
      Endpoint: endpoint,
      Protocol: protocol,
      TopicArn: topic,
    });
  if (!isSet(through)) {
    draft.add(`${logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
      Action: "lambda:InvokeFunction",
      FunctionName: handle.ref,
      Principal: "sns.amazonaws.com",
      SourceArn: topic,
    });
    subscribe("lambda", handle.arn);
    return;
  }
  const queue = isRecord(through) ? givenQueue(event, through) : madeQueue(logicalId, handle, draft);
  draft.add(`${logicalId}EventSourceMapping`, "AWS::Lambda::EventSourceMapping", handle.attributes, {
    BatchSize: queue.batchSize,
    Enabled: queue.isEnabled,
    EventSourceArn: queue.arn,
    FunctionName: handle.ref,
  });
  draft.add(queue.policyId, "AWS::SQS::QueuePolicy", handle.attributes, {
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: "sqs:SendMessage",
          Effect: "Allow",
          Principal: "*",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic } },
        },
      ],
    },
    Queues: [queue.url],
  });
  subscribe("sqs", queue.arn);
  role.managedPolicyArns.push(managedPolicyArn("AWSLambdaSQSQueueExecutionRole"));
}

interface SubscribedQueue {
  readonly arn: unknown;
  readonly url: unknown;
  readonly policyId: string;
  readonly batchSize: unknown;
  readonly isEnabled: unknown;
}

function madeQueue(logicalId: string, handle: FunctionHandle, draft: Draft): SubscribedQueue {
  const queueId = `${logicalId}Queue`;
  draft.add(queueId, "AWS::SQS::Queue", handle.attributes, {});
  return {
    arn: { "Fn::GetAtt": [queueId, "Arn"] },
    url: { Ref: queueId },
    policyId: `${queueId}Policy`,
    batchSize: 10,
    isEnabled: true,
  };
}

function givenQueue({ logicalId, name }: FunctionEvent, settings: Values): SubscribedQueue {
  if (!isSet(settings["QueueArn"]) || !isSet(settings["QueueUrl"]))
    throw new SamError(`Event with id [${name}] is invalid. No QueueARN or QueueURL provided.`, settings);
  const { QueuePolicyLogicalId: policyId } = settings;
  return {
    arn: settings["QueueArn"],
    url: settings["QueueUrl"],
    policyId: typeof policyId === "string" ? policyId : `${logicalId}QueuePolicy`,
    batchSize: settings["BatchSize"] ?? 10,
    isEnabled: settings["Enabled"] ?? true,
  };
}
