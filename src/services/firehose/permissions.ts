// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Kinesis Firehose". Roles that a stream acts
// under are passed to it: iam:PassRole.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { deliveryStreamArn } from "./names.ts";

interface Named {
  readonly DeliveryStreamName: string;
}

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

const onStream =
  (action: string): PermissionRule =>
  (input: Named, call) => [
    { action: `firehose:${action}`, resource: deliveryStreamArn(call, input.DeliveryStreamName) },
  ];

export const permissions: Permissions = {
  CreateDeliveryStream: (input: Named & { Tags?: readonly Tag[] }, call) => {
    const resource = deliveryStreamArn(call, input.DeliveryStreamName);
    const conditions = tagConditions(input.Tags ?? []);
    return [
      { action: "firehose:CreateDeliveryStream", resource, conditions },
      // AWS: CreateDeliveryStream: "If you specify tags ... an additional authorization on the firehose:TagDeliveryStream action".
      ...(input.Tags === undefined ? [] : [{ action: "firehose:TagDeliveryStream", resource, conditions }]),
      ...passRoles(input),
    ];
  },
  DeleteDeliveryStream: onStream("DeleteDeliveryStream"),
  DescribeDeliveryStream: onStream("DescribeDeliveryStream"),
  ListDeliveryStreams: () => [{ action: "firehose:ListDeliveryStreams", resource: "*" }],
  ListTagsForDeliveryStream: onStream("ListTagsForDeliveryStream"),
  PutRecord: onStream("PutRecord"),
  PutRecordBatch: onStream("PutRecordBatch"),
  StartDeliveryStreamEncryption: onStream("StartDeliveryStreamEncryption"),
  StopDeliveryStreamEncryption: onStream("StopDeliveryStreamEncryption"),
  TagDeliveryStream: (input: Named & { Tags: readonly Tag[] }, call) => [
    {
      action: "firehose:TagDeliveryStream",
      resource: deliveryStreamArn(call, input.DeliveryStreamName),
      conditions: tagConditions(input.Tags),
    },
  ],
  UntagDeliveryStream: (input: Named & { TagKeys: readonly string[] }, call) => [
    {
      action: "firehose:UntagDeliveryStream",
      resource: deliveryStreamArn(call, input.DeliveryStreamName),
      conditions: { "aws:TagKeys": input.TagKeys },
    },
  ],
  UpdateDestination: (input: Named, call) => [
    { action: "firehose:UpdateDestination", resource: deliveryStreamArn(call, input.DeliveryStreamName) },
    ...passRoles(input),
  ],
};

/** Each role that an input names, wherever in it: iam:PassRole on it, for this service. */
function passRoles(input: object): readonly AccessRequest[] {
  return [...new Set(rolesIn(input))].map((resource) => ({
    action: "iam:PassRole",
    resource,
    conditions: { "iam:PassedToService": "firehose.amazonaws.com" },
  }));
}

function rolesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  const { ParameterName: name, ParameterValue: parameter } = value as Readonly<Record<string, unknown>>;
  if (name === "RoleArn" && typeof parameter === "string") return [parameter];
  return Object.entries(value).flatMap(([key, each]) =>
    key === "RoleARN" && typeof each === "string" ? [each] : rolesIn(each),
  );
}

function tagConditions(tags: readonly Tag[]): Record<string, string | readonly string[]> {
  if (tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key = "" }) => Key) };
}
