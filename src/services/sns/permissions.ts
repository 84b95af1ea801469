// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon SNS". PublishBatch needs the
// permission of Publish; a subscription's attributes are its topic's matter.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { topicArn } from "./topic.ts";

const onTopic =
  (action: string): PermissionRule =>
  (input: { TopicArn: string }, call) => [
    { action: `sns:${action}`, resource: input.TopicArn, conditions: sourceOwner(call) },
  ];

// AWS: has no resource-level permissions for these; the topic is what denials show. Whose topic is in another account may still be
// the subscription's owner: the operations look.
const onSubscription =
  (action: string): PermissionRule =>
  (input: { SubscriptionArn: string }, { account }) => {
    const topic = topicOf(input.SubscriptionArn);
    return [{ action: `sns:${action}`, resource: topic.split(":")[4] === account ? topic : "*" }];
  };

/** A role that a subscription delivers under is passed to SNS. */
function passRole(role: string | undefined): readonly AccessRequest[] {
  if (role === undefined || role === "") return [];
  return [{ action: "iam:PassRole", resource: role, conditions: { "iam:PassedToService": "sns.amazonaws.com" } }];
}

const onResource =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string }) => [{ action: `sns:${action}`, resource: input.ResourceArn }];

const onApplication =
  (action: string): PermissionRule =>
  (input: { PlatformApplicationArn: string }) => [{ action: `sns:${action}`, resource: input.PlatformApplicationArn }];

const onEndpoint =
  (action: string): PermissionRule =>
  (input: { EndpointArn: string }) => [{ action: `sns:${action}`, resource: input.EndpointArn }];

const onAccount =
  (action: string): PermissionRule =>
  () => [{ action: `sns:${action}`, resource: "*" }];

export const permissions: Permissions = {
  AddPermission: onTopic("AddPermission"),
  CheckIfPhoneNumberIsOptedOut: onAccount("CheckIfPhoneNumberIsOptedOut"),
  CreatePlatformApplication: onAccount("CreatePlatformApplication"),
  CreatePlatformEndpoint: onApplication("CreatePlatformEndpoint"),
  CreateSMSSandboxPhoneNumber: onAccount("CreateSMSSandboxPhoneNumber"),
  DeleteEndpoint: onEndpoint("DeleteEndpoint"),
  DeletePlatformApplication: onApplication("DeletePlatformApplication"),
  DeleteSMSSandboxPhoneNumber: onAccount("DeleteSMSSandboxPhoneNumber"),
  GetEndpointAttributes: onEndpoint("GetEndpointAttributes"),
  GetPlatformApplicationAttributes: onApplication("GetPlatformApplicationAttributes"),
  GetSMSAttributes: onAccount("GetSMSAttributes"),
  GetSMSSandboxAccountStatus: onAccount("GetSMSSandboxAccountStatus"),
  ListEndpointsByPlatformApplication: onApplication("ListEndpointsByPlatformApplication"),
  ListOriginationNumbers: onAccount("ListOriginationNumbers"),
  ListPhoneNumbersOptedOut: onAccount("ListPhoneNumbersOptedOut"),
  ListPlatformApplications: onAccount("ListPlatformApplications"),
  ListSMSSandboxPhoneNumbers: onAccount("ListSMSSandboxPhoneNumbers"),
  OptInPhoneNumber: onAccount("OptInPhoneNumber"),
  SetEndpointAttributes: onEndpoint("SetEndpointAttributes"),
  SetPlatformApplicationAttributes: onApplication("SetPlatformApplicationAttributes"),
  SetSMSAttributes: onAccount("SetSMSAttributes"),
  VerifySMSSandboxPhoneNumber: onAccount("VerifySMSSandboxPhoneNumber"),
  // AWS: ConfirmSubscription: the token is the proof; only who signs is asked for a permission.
  ConfirmSubscription: (input: { TopicArn: string }, call) =>
    call.principal.kind === "anonymous" ? [] : onTopic("ConfirmSubscription")(input as never, call),
  CreateTopic: (
    input: { Name: string; Tags?: readonly { readonly Key?: string; readonly Value?: string }[] },
    call,
  ) => {
    const resource = topicArn(call, input.Name);
    const conditions = tagConditions(input.Tags ?? []);
    return [
      { action: "sns:CreateTopic", resource, conditions },
      ...(Object.keys(conditions).length === 0 ? [] : [{ action: "sns:TagResource", resource, conditions }]),
    ];
  },
  DeleteTopic: onTopic("DeleteTopic"),
  GetSubscriptionAttributes: onSubscription("GetSubscriptionAttributes"),
  GetTopicAttributes: onTopic("GetTopicAttributes"),
  ListSubscriptions: onAccount("ListSubscriptions"),
  ListSubscriptionsByTopic: onTopic("ListSubscriptionsByTopic"),
  ListTagsForResource: onResource("ListTagsForResource"),
  ListTopics: onAccount("ListTopics"),
  // AWS: "Publishing to a mobile phone": a text message's resource is its number, which no topic's ARN matches.
  Publish: (input: { TopicArn?: string; TargetArn?: string; PhoneNumber?: string }, call) => [
    {
      action: "sns:Publish",
      resource: input.TopicArn ?? input.TargetArn ?? input.PhoneNumber ?? "*",
      conditions: sourceOwner(call),
    },
  ],
  PublishBatch: onTopic("Publish"),
  RemovePermission: onTopic("RemovePermission"),
  SetSubscriptionAttributes: (
    input: { SubscriptionArn: string; AttributeName: string; AttributeValue?: string },
    call,
  ) => [
    ...onSubscription("SetSubscriptionAttributes")(input as never, call),
    ...passRole(input.AttributeName === "SubscriptionRoleArn" ? input.AttributeValue : undefined),
  ],
  SetTopicAttributes: onTopic("SetTopicAttributes"),
  Subscribe: (
    input: { TopicArn: string; Protocol: string; Endpoint?: string; Attributes?: Readonly<Record<string, string>> },
    call,
  ) => [
    {
      action: "sns:Subscribe",
      resource: input.TopicArn,
      conditions: { ...sourceOwner(call), "sns:Protocol": input.Protocol, "sns:Endpoint": input.Endpoint },
    },
    ...passRole(input.Attributes?.["SubscriptionRoleArn"]),
  ],
  TagResource: (input: {
    ResourceArn: string;
    Tags: readonly { readonly Key?: string; readonly Value?: string }[];
  }) => [{ action: "sns:TagResource", resource: input.ResourceArn, conditions: tagConditions(input.Tags) }],
  Unsubscribe: onSubscription("Unsubscribe"),
  UntagResource: (input: { ResourceArn: string; TagKeys: readonly string[] }) => [
    { action: "sns:UntagResource", resource: input.ResourceArn, conditions: { "aws:TagKeys": input.TagKeys } },
  ],
};

function topicOf(subscriptionArn: string): string {
  return subscriptionArn.split(":").slice(0, 6).join(":");
}

// AWS: the default policy asks whose account a service acts for.
function sourceOwner({ principal }: PermissionCall): Record<string, string> {
  const account = principal.kind === "service" ? principal.sourceAccount : undefined;
  return account === undefined ? {} : { "aws:SourceOwner": account };
}

function tagConditions(
  tags: readonly { readonly Key?: string; readonly Value?: string }[],
): Record<string, string | readonly string[]> {
  if (tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key = "" }) => Key) };
}
