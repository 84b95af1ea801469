// The constraints of SES's API, version 2, as its model declares them.

import type { Constraints } from "../../../service/constraints.ts";

const SUPPRESSED_REASONS = { oneOf: ["BOUNCE", "COMPLAINT"] } as const;
const NOT_EMPTY = { length: [1, Number.POSITIVE_INFINITY] } as const;
const SUBSCRIPTION_STATUS = { oneOf: ["OPT_IN", "OPT_OUT"] } as const;
const POLICY_NAME = { length: [1, 64] } as const;
const REPLACEMENT_TEMPLATE_DATA = { length: [0, 262144] } as const;
const REPLACEMENT_HEADERS = { length: [0, 15] } as const;
const NAME = { length: [1, 126], pattern: "[!-9;-@A-~]+" } as const;
const VALUE = { length: [1, 995], pattern: "[ -~]*" } as const;
const CONTENT_DESCRIPTION = { length: [0, 1000] } as const;
const CONTENT_DISPOSITION = { oneOf: ["ATTACHMENT", "INLINE"] } as const;
const CONTENT_ID = { length: [1, 78] } as const;
const CONTENT_TRANSFER_ENCODING = { oneOf: ["BASE64", "QUOTED_PRINTABLE", "SEVEN_BIT"] } as const;
const FILE_NAME = { length: [0, 255] } as const;

export const constraints: Constraints = {
  CreateConfigurationSet: {
    "DeliveryOptions.MaxDeliverySeconds": { range: [300, 50400] },
    "DeliveryOptions.TlsPolicy": { oneOf: ["REQUIRE", "OPTIONAL"] },
    "SuppressionOptions.SuppressedReasons.member": SUPPRESSED_REASONS,
  },
  CreateConfigurationSetEventDestination: {
    "EventDestination.CloudWatchDestination.DimensionConfigurations.member.DimensionValueSource": {
      oneOf: ["MESSAGE_TAG", "EMAIL_HEADER", "LINK_TAG"],
    },
    "EventDestination.EventBridgeDestination.EventBusArn": NOT_EMPTY,
    "EventDestination.KinesisFirehoseDestination.DeliveryStreamArn": NOT_EMPTY,
    "EventDestination.KinesisFirehoseDestination.IamRoleArn": NOT_EMPTY,
    "EventDestination.MatchingEventTypes.member": {
      oneOf: [
        "SEND",
        "REJECT",
        "BOUNCE",
        "COMPLAINT",
        "DELIVERY",
        "OPEN",
        "CLICK",
        "RENDERING_FAILURE",
        "DELIVERY_DELAY",
        "SUBSCRIPTION",
      ],
    },
    "EventDestination.SnsDestination.TopicArn": NOT_EMPTY,
  },
  CreateContact: { "TopicPreferences.member.SubscriptionStatus": SUBSCRIPTION_STATUS },
  CreateContactList: { "Topics.member.DefaultSubscriptionStatus": SUBSCRIPTION_STATUS },
  CreateCustomVerificationEmailTemplate: { TemplateName: NOT_EMPTY },
  CreateEmailIdentity: {
    "DkimSigningAttributes.DomainSigningPrivateKey": { length: [1, 20480], pattern: "[a-zA-Z0-9+\\/]+={0,2}" },
    "DkimSigningAttributes.DomainSigningSelector": {
      length: [1, 63],
      pattern: "(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9]))",
    },
    "DkimSigningAttributes.NextSigningKeyLength": { oneOf: ["RSA_1024_BIT", "RSA_2048_BIT"] },
    EmailIdentity: NOT_EMPTY,
  },
  CreateEmailIdentityPolicy: { EmailIdentity: NOT_EMPTY, Policy: NOT_EMPTY, PolicyName: POLICY_NAME },
  CreateEmailTemplate: { TemplateName: NOT_EMPTY },
  DeleteCustomVerificationEmailTemplate: { TemplateName: NOT_EMPTY },
  DeleteEmailIdentity: { EmailIdentity: NOT_EMPTY },
  DeleteEmailIdentityPolicy: { EmailIdentity: NOT_EMPTY, PolicyName: POLICY_NAME },
  DeleteEmailTemplate: { TemplateName: NOT_EMPTY },
  GetCustomVerificationEmailTemplate: { TemplateName: NOT_EMPTY },
  GetEmailIdentity: { EmailIdentity: NOT_EMPTY },
  GetEmailIdentityPolicies: { EmailIdentity: NOT_EMPTY },
  GetEmailTemplate: { TemplateName: NOT_EMPTY },
  ListContacts: { "Filter.FilteredStatus": SUBSCRIPTION_STATUS },
  ListSuppressedDestinations: { "Reasons.member": SUPPRESSED_REASONS },
  ListTagsForResource: { ResourceArn: NOT_EMPTY },
  PutAccountDetails: {
    AdditionalContactEmailAddresses: { length: [1, 4] },
    "AdditionalContactEmailAddresses.member": { length: [6, 254], pattern: "(.+)@(.+)" },
    ContactLanguage: { oneOf: ["EN", "JA"] },
    MailType: { oneOf: ["MARKETING", "TRANSACTIONAL"] },
    UseCaseDescription: { length: [0, 5000] },
    WebsiteURL: { length: [1, 1000], pattern: "(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\\?([^#]*))?(#(.*))?" },
  },
  PutAccountSuppressionAttributes: { "SuppressedReasons.member": SUPPRESSED_REASONS },
  PutConfigurationSetDeliveryOptions: {
    MaxDeliverySeconds: { range: [300, 50400] },
    TlsPolicy: { oneOf: ["REQUIRE", "OPTIONAL"] },
  },
  PutConfigurationSetSuppressionOptions: { "SuppressedReasons.member": SUPPRESSED_REASONS },
  PutEmailIdentityConfigurationSetAttributes: { EmailIdentity: NOT_EMPTY },
  PutEmailIdentityDkimAttributes: { EmailIdentity: NOT_EMPTY },
  PutEmailIdentityDkimSigningAttributes: {
    EmailIdentity: NOT_EMPTY,
    "SigningAttributes.DomainSigningPrivateKey": { length: [1, 20480], pattern: "[a-zA-Z0-9+\\/]+={0,2}" },
    "SigningAttributes.DomainSigningSelector": {
      length: [1, 63],
      pattern: "(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9]))",
    },
    "SigningAttributes.NextSigningKeyLength": { oneOf: ["RSA_1024_BIT", "RSA_2048_BIT"] },
  },
  PutEmailIdentityFeedbackAttributes: { EmailIdentity: NOT_EMPTY },
  PutEmailIdentityMailFromAttributes: {
    BehaviorOnMxFailure: { oneOf: ["USE_DEFAULT_VALUE", "REJECT_MESSAGE"] },
    EmailIdentity: NOT_EMPTY,
  },
  PutSuppressedDestination: { Reason: SUPPRESSED_REASONS },
  SendBulkEmail: {
    "BulkEmailEntries.member.ReplacementEmailContent.ReplacementTemplate.ReplacementTemplateData":
      REPLACEMENT_TEMPLATE_DATA,
    "BulkEmailEntries.member.ReplacementHeaders": REPLACEMENT_HEADERS,
    "BulkEmailEntries.member.ReplacementHeaders.member.Name": NAME,
    "BulkEmailEntries.member.ReplacementHeaders.member.Value": VALUE,
    "DefaultContent.Template.Attachments.member.ContentDescription": CONTENT_DESCRIPTION,
    "DefaultContent.Template.Attachments.member.ContentDisposition": CONTENT_DISPOSITION,
    "DefaultContent.Template.Attachments.member.ContentId": CONTENT_ID,
    "DefaultContent.Template.Attachments.member.ContentTransferEncoding": CONTENT_TRANSFER_ENCODING,
    "DefaultContent.Template.Attachments.member.ContentType": CONTENT_ID,
    "DefaultContent.Template.Attachments.member.FileName": FILE_NAME,
    "DefaultContent.Template.Headers": REPLACEMENT_HEADERS,
    "DefaultContent.Template.Headers.member.Name": NAME,
    "DefaultContent.Template.Headers.member.Value": VALUE,
    "DefaultContent.Template.TemplateArn": NOT_EMPTY,
    "DefaultContent.Template.TemplateData": REPLACEMENT_TEMPLATE_DATA,
    "DefaultContent.Template.TemplateName": NOT_EMPTY,
    FeedbackForwardingEmailAddressIdentityArn: NOT_EMPTY,
    FromEmailAddressIdentityArn: NOT_EMPTY,
  },
  SendCustomVerificationEmail: { TemplateName: NOT_EMPTY },
  SendEmail: {
    "Content.Simple.Attachments.member.ContentDescription": CONTENT_DESCRIPTION,
    "Content.Simple.Attachments.member.ContentDisposition": CONTENT_DISPOSITION,
    "Content.Simple.Attachments.member.ContentId": CONTENT_ID,
    "Content.Simple.Attachments.member.ContentTransferEncoding": CONTENT_TRANSFER_ENCODING,
    "Content.Simple.Attachments.member.ContentType": CONTENT_ID,
    "Content.Simple.Attachments.member.FileName": FILE_NAME,
    "Content.Simple.Headers": REPLACEMENT_HEADERS,
    "Content.Simple.Headers.member.Name": NAME,
    "Content.Simple.Headers.member.Value": VALUE,
    "Content.Template.Attachments.member.ContentDescription": CONTENT_DESCRIPTION,
    "Content.Template.Attachments.member.ContentDisposition": CONTENT_DISPOSITION,
    "Content.Template.Attachments.member.ContentId": CONTENT_ID,
    "Content.Template.Attachments.member.ContentTransferEncoding": CONTENT_TRANSFER_ENCODING,
    "Content.Template.Attachments.member.ContentType": CONTENT_ID,
    "Content.Template.Attachments.member.FileName": FILE_NAME,
    "Content.Template.Headers": REPLACEMENT_HEADERS,
    "Content.Template.Headers.member.Name": NAME,
    "Content.Template.Headers.member.Value": VALUE,
    "Content.Template.TemplateArn": NOT_EMPTY,
    "Content.Template.TemplateData": REPLACEMENT_TEMPLATE_DATA,
    "Content.Template.TemplateName": NOT_EMPTY,
    FeedbackForwardingEmailAddressIdentityArn: NOT_EMPTY,
    FromEmailAddressIdentityArn: NOT_EMPTY,
  },
  TagResource: { ResourceArn: NOT_EMPTY },
  TestRenderEmailTemplate: { TemplateData: REPLACEMENT_TEMPLATE_DATA, TemplateName: NOT_EMPTY },
  UntagResource: { ResourceArn: NOT_EMPTY },
  UpdateConfigurationSetEventDestination: {
    "EventDestination.CloudWatchDestination.DimensionConfigurations.member.DimensionValueSource": {
      oneOf: ["MESSAGE_TAG", "EMAIL_HEADER", "LINK_TAG"],
    },
    "EventDestination.EventBridgeDestination.EventBusArn": NOT_EMPTY,
    "EventDestination.KinesisFirehoseDestination.DeliveryStreamArn": NOT_EMPTY,
    "EventDestination.KinesisFirehoseDestination.IamRoleArn": NOT_EMPTY,
    "EventDestination.MatchingEventTypes.member": {
      oneOf: [
        "SEND",
        "REJECT",
        "BOUNCE",
        "COMPLAINT",
        "DELIVERY",
        "OPEN",
        "CLICK",
        "RENDERING_FAILURE",
        "DELIVERY_DELAY",
        "SUBSCRIPTION",
      ],
    },
    "EventDestination.SnsDestination.TopicArn": NOT_EMPTY,
  },
  UpdateContact: { "TopicPreferences.member.SubscriptionStatus": SUBSCRIPTION_STATUS },
  UpdateContactList: { "Topics.member.DefaultSubscriptionStatus": SUBSCRIPTION_STATUS },
  UpdateCustomVerificationEmailTemplate: { TemplateName: NOT_EMPTY },
  UpdateEmailIdentityPolicy: { EmailIdentity: NOT_EMPTY, Policy: NOT_EMPTY, PolicyName: POLICY_NAME },
  UpdateEmailTemplate: { TemplateName: NOT_EMPTY },
};
