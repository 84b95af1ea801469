// The constraints of SES's API, version 1, as its model declares them.

import type { Constraints } from "../../../service/constraints.ts";

const IAMROLE_ARN = {
  length: [20, 2048],
  pattern: "arn:[\\w-]+:iam::[0-9]+:role(\\u002F)([\\u0021-\\u007E]+\\u002F)?([\\w+=,.@-]+)",
} as const;
const TLS_POLICY = { oneOf: ["Require", "Optional"] } as const;
const POLICY_NAME = { length: [1, 64] } as const;
const DEFAULT_TEMPLATE_DATA = { length: [0, 262144] } as const;

export const constraints: Constraints = {
  CreateConfigurationSetEventDestination: {
    "EventDestination.CloudWatchDestination.DimensionConfigurations.member.DimensionValueSource": {
      oneOf: ["messageTag", "emailHeader", "linkTag"],
    },
    "EventDestination.MatchingEventTypes.member": {
      oneOf: ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"],
    },
  },
  CreateReceiptFilter: { "Filter.IpFilter.Policy": { oneOf: ["Block", "Allow"] } },
  CreateReceiptRule: {
    "Rule.Actions.member.ConnectAction.IAMRoleARN": IAMROLE_ARN,
    "Rule.Actions.member.ConnectAction.InstanceARN": {
      pattern:
        "arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9-]{1}:[0-9]{1,20}:instance/[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}",
    },
    "Rule.Actions.member.LambdaAction.InvocationType": { oneOf: ["Event", "RequestResponse"] },
    "Rule.Actions.member.S3Action.IamRoleArn": IAMROLE_ARN,
    "Rule.Actions.member.SNSAction.Encoding": { oneOf: ["UTF-8", "Base64"] },
    "Rule.Actions.member.StopAction.Scope": { oneOf: ["RuleSet"] },
    "Rule.TlsPolicy": TLS_POLICY,
  },
  DeleteIdentityPolicy: { PolicyName: POLICY_NAME },
  DescribeConfigurationSet: {
    "ConfigurationSetAttributeNames.member": {
      oneOf: ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"],
    },
  },
  GetIdentityPolicies: { "PolicyNames.member": POLICY_NAME },
  ListCustomVerificationEmailTemplates: { MaxResults: { range: [1, 50] } },
  ListIdentities: { IdentityType: { oneOf: ["EmailAddress", "Domain"] } },
  PutConfigurationSetDeliveryOptions: { "DeliveryOptions.TlsPolicy": TLS_POLICY },
  PutIdentityPolicy: { Policy: { length: [1, Number.POSITIVE_INFINITY] }, PolicyName: POLICY_NAME },
  SendBounce: {
    "BouncedRecipientInfoList.member.BounceType": {
      oneOf: ["DoesNotExist", "MessageTooLarge", "ExceededQuota", "ContentRejected", "Undefined", "TemporaryFailure"],
    },
    "BouncedRecipientInfoList.member.RecipientDsnFields.Action": {
      oneOf: ["failed", "delayed", "delivered", "relayed", "expanded"],
    },
  },
  SendBulkTemplatedEmail: {
    DefaultTemplateData: DEFAULT_TEMPLATE_DATA,
    "Destinations.member.ReplacementTemplateData": DEFAULT_TEMPLATE_DATA,
  },
  SendTemplatedEmail: { TemplateData: DEFAULT_TEMPLATE_DATA },
  SetIdentityHeadersInNotificationsEnabled: { NotificationType: { oneOf: ["Bounce", "Complaint", "Delivery"] } },
  SetIdentityMailFromDomain: { BehaviorOnMXFailure: { oneOf: ["UseDefaultValue", "RejectMessage"] } },
  SetIdentityNotificationTopic: { NotificationType: { oneOf: ["Bounce", "Complaint", "Delivery"] } },
  TestRenderTemplate: { TemplateData: DEFAULT_TEMPLATE_DATA },
  UpdateConfigurationSetEventDestination: {
    "EventDestination.CloudWatchDestination.DimensionConfigurations.member.DimensionValueSource": {
      oneOf: ["messageTag", "emailHeader", "linkTag"],
    },
    "EventDestination.MatchingEventTypes.member": {
      oneOf: ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"],
    },
  },
  UpdateReceiptRule: {
    "Rule.Actions.member.ConnectAction.IAMRoleARN": IAMROLE_ARN,
    "Rule.Actions.member.ConnectAction.InstanceARN": {
      pattern:
        "arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9-]{1}:[0-9]{1,20}:instance/[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}",
    },
    "Rule.Actions.member.LambdaAction.InvocationType": { oneOf: ["Event", "RequestResponse"] },
    "Rule.Actions.member.S3Action.IamRoleArn": IAMROLE_ARN,
    "Rule.Actions.member.SNSAction.Encoding": { oneOf: ["UTF-8", "Base64"] },
    "Rule.Actions.member.StopAction.Scope": { oneOf: ["RuleSet"] },
    "Rule.TlsPolicy": TLS_POLICY,
  },
};
