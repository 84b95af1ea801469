// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Kinesis Data Streams".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { arnOfNames, type ConsumerNames } from "./consumers.ts";
import { parseIterator } from "./iterator.ts";
import { type StreamNames, streamArn } from "./names.ts";
import { streamOfToken } from "./list-token.ts";

type Tags = Readonly<Record<string, string>>;

const onStream =
  (action: string): PermissionRule =>
  (input: StreamNames, call) => [{ action: `kinesis:${action}`, resource: arnOfStream(input, call) }];

const onResource =
  (action: string): PermissionRule =>
  (input: { ResourceARN: string }) => [{ action: `kinesis:${action}`, resource: input.ResourceARN }];

const onConsumer =
  (action: string): PermissionRule =>
  (input: ConsumerNames, call) => [
    { action: `kinesis:${action}`, resource: call.yard.store.read((tx) => arnOfNames(tx, input, call)) },
  ];

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `kinesis:${action}`, resource: "*" }];

export const permissions: Permissions = {
  AddTagsToStream: (input: StreamNames & { Tags: Tags }, call) => [
    { action: "kinesis:AddTagsToStream", resource: arnOfStream(input, call), conditions: tagConditions(input.Tags) },
  ],
  // AWS: CreateStream: with tags, "you must also have the kinesis:AddTagsToStream permission".
  CreateStream: (input: { StreamName: string; Tags?: Tags }, call) => {
    const resource = streamArn(call, input.StreamName);
    const conditions = tagConditions(input.Tags ?? {});
    return [
      { action: "kinesis:CreateStream", resource, conditions },
      ...(input.Tags === undefined ? [] : [{ action: "kinesis:AddTagsToStream", resource, conditions }]),
    ];
  },
  DecreaseStreamRetentionPeriod: onStream("DecreaseStreamRetentionPeriod"),
  DeleteResourcePolicy: onResource("DeleteResourcePolicy"),
  DeleteStream: onStream("DeleteStream"),
  DeregisterStreamConsumer: onConsumer("DeregisterStreamConsumer"),
  DescribeAccountSettings: onAll("DescribeAccountSettings"),
  DescribeLimits: onAll("DescribeLimits"),
  DescribeStream: onStream("DescribeStream"),
  DescribeStreamConsumer: onConsumer("DescribeStreamConsumer"),
  DescribeStreamSummary: onStream("DescribeStreamSummary"),
  DisableEnhancedMonitoring: onStream("DisableEnhancedMonitoring"),
  EnableEnhancedMonitoring: onStream("EnableEnhancedMonitoring"),
  GetRecords: (input: { ShardIterator: string }) => onIterator(input.ShardIterator),
  GetResourcePolicy: onResource("GetResourcePolicy"),
  GetShardIterator: onStream("GetShardIterator"),
  IncreaseStreamRetentionPeriod: onStream("IncreaseStreamRetentionPeriod"),
  ListShards: (input: StreamNames & { NextToken?: string }, call) => [
    {
      action: "kinesis:ListShards",
      resource:
        (input.NextToken === undefined ? undefined : streamOfToken(input.NextToken)) ?? arnOfStream(input, call),
    },
  ],
  ListStreamConsumers: onStream("ListStreamConsumers"),
  ListStreams: onAll("ListStreams"),
  ListTagsForResource: onResource("ListTagsForResource"),
  ListTagsForStream: onStream("ListTagsForStream"),
  MergeShards: onStream("MergeShards"),
  PutRecord: onStream("PutRecord"),
  PutRecords: onStream("PutRecords"),
  PutResourcePolicy: onResource("PutResourcePolicy"),
  // AWS: RegisterStreamConsumer: with tags, "you must also have the kinesis:TagResource permission".
  RegisterStreamConsumer: (input: StreamNames & { ConsumerName: string; Tags?: Tags }, call) => {
    const resource = arnOfStream(input, call);
    const conditions = tagConditions(input.Tags ?? {});
    return [
      { action: "kinesis:RegisterStreamConsumer", resource, conditions },
      ...(input.Tags === undefined
        ? []
        : [{ action: "kinesis:TagResource", resource: `${resource}/consumer/${input.ConsumerName}:*`, conditions }]),
    ];
  },
  RemoveTagsFromStream: onStream("RemoveTagsFromStream"),
  SplitShard: onStream("SplitShard"),
  StartStreamEncryption: onStream("StartStreamEncryption"),
  StopStreamEncryption: onStream("StopStreamEncryption"),
  SubscribeToShard: onConsumer("SubscribeToShard"),
  TagResource: (input: { ResourceARN: string; Tags: Tags }) => [
    { action: "kinesis:TagResource", resource: input.ResourceARN, conditions: tagConditions(input.Tags) },
  ],
  UntagResource: (input: { ResourceARN: string; TagKeys: readonly string[] }) => [
    { action: "kinesis:UntagResource", resource: input.ResourceARN, conditions: { "aws:TagKeys": input.TagKeys } },
  ],
  UpdateAccountSettings: onAll("UpdateAccountSettings"),
  UpdateMaxRecordSize: onStream("UpdateMaxRecordSize"),
  UpdateShardCount: onStream("UpdateShardCount"),
  UpdateStreamMode: onStream("UpdateStreamMode"),
  UpdateStreamRecordDistributionStrategy: onStream("UpdateStreamRecordDistributionStrategy"),
  UpdateStreamWarmThroughput: onStream("UpdateStreamWarmThroughput"),
};

/** The ARN as it was sent, or made of the name; the operation refuses requests that have neither. */
function arnOfStream({ StreamName: name, StreamARN: arn }: StreamNames, call: PermissionCall): string {
  return arn ?? streamArn(call, name ?? "");
}

function onIterator(text: string): AccessRequest[] {
  const iterator = parseIterator(text);
  return [{ action: "kinesis:GetRecords", resource: streamArn(iterator, iterator.streamName) }];
}

function tagConditions(tags: Tags): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": keys };
}
