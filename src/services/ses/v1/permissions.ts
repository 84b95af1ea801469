// What each operation of version 1 needs. AWS: "Actions, resources, and condition keys for Amazon SES": only sending has resources:
// the identity that sends.

import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { templateArn } from "../arns.ts";
import { anything, resourcePolicy, sendingRequest } from "../permissions.ts";

export { resourcePolicy };

interface SendInput {
  readonly Source?: string;
  readonly BounceSender?: string;
  readonly SourceArn?: string;
  readonly FromArn?: string;
  readonly ReturnPath?: string;
  readonly RawMessage?: { readonly Data: Uint8Array };
  readonly Template?: string;
  readonly TemplateArn?: string;
  readonly Destination?: Destination;
  readonly Destinations?: readonly (string | { readonly Destination: Destination })[];
  readonly BouncedRecipientInfoList?: readonly { readonly Recipient: string }[];
}

type Destination = Readonly<Record<string, readonly string[] | undefined>>;

const sending =
  (action: string): PermissionRule =>
  (input: SendInput, call) => {
    const main = sendingRequest(
      {
        action,
        from: input.Source ?? input.BounceSender,
        raw: input.RawMessage?.Data,
        sourceArn: input.SourceArn ?? input.FromArn,
        recipients: recipientsOf(input),
        returnPath: input.ReturnPath,
        version: "1",
      },
      call,
    );
    // A template of another account needs that account's leave; one of the caller's own is no resource of version 1's.
    const { TemplateArn: template } = input;
    return template === undefined || template.startsWith(templateArn(call, ""))
      ? [main]
      : [main, { ...main, resource: template }];
  };

export const permissions: Permissions = {
  CloneReceiptRuleSet: anything("CloneReceiptRuleSet"),
  CreateConfigurationSet: anything("CreateConfigurationSet"),
  CreateConfigurationSetEventDestination: anything("CreateConfigurationSetEventDestination"),
  CreateCustomVerificationEmailTemplate: anything("CreateCustomVerificationEmailTemplate"),
  CreateReceiptFilter: anything("CreateReceiptFilter"),
  CreateReceiptRule: anything("CreateReceiptRule"),
  CreateReceiptRuleSet: anything("CreateReceiptRuleSet"),
  CreateTemplate: anything("CreateTemplate"),
  DeleteConfigurationSet: anything("DeleteConfigurationSet"),
  DeleteConfigurationSetEventDestination: anything("DeleteConfigurationSetEventDestination"),
  DeleteCustomVerificationEmailTemplate: anything("DeleteCustomVerificationEmailTemplate"),
  DeleteIdentity: anything("DeleteIdentity"),
  DeleteIdentityPolicy: anything("DeleteIdentityPolicy"),
  DeleteReceiptFilter: anything("DeleteReceiptFilter"),
  DeleteReceiptRule: anything("DeleteReceiptRule"),
  DeleteReceiptRuleSet: anything("DeleteReceiptRuleSet"),
  DeleteTemplate: anything("DeleteTemplate"),
  DeleteVerifiedEmailAddress: anything("DeleteVerifiedEmailAddress"),
  DescribeActiveReceiptRuleSet: anything("DescribeActiveReceiptRuleSet"),
  DescribeConfigurationSet: anything("DescribeConfigurationSet"),
  DescribeReceiptRule: anything("DescribeReceiptRule"),
  DescribeReceiptRuleSet: anything("DescribeReceiptRuleSet"),
  GetAccountSendingEnabled: anything("GetAccountSendingEnabled"),
  GetCustomVerificationEmailTemplate: anything("GetCustomVerificationEmailTemplate"),
  GetIdentityDkimAttributes: anything("GetIdentityDkimAttributes"),
  GetIdentityMailFromDomainAttributes: anything("GetIdentityMailFromDomainAttributes"),
  GetIdentityNotificationAttributes: anything("GetIdentityNotificationAttributes"),
  GetIdentityPolicies: anything("GetIdentityPolicies"),
  GetIdentityVerificationAttributes: anything("GetIdentityVerificationAttributes"),
  GetSendQuota: anything("GetSendQuota"),
  GetSendStatistics: anything("GetSendStatistics"),
  GetTemplate: anything("GetTemplate"),
  ListConfigurationSets: anything("ListConfigurationSets"),
  ListCustomVerificationEmailTemplates: anything("ListCustomVerificationEmailTemplates"),
  ListIdentities: anything("ListIdentities"),
  ListIdentityPolicies: anything("ListIdentityPolicies"),
  ListReceiptFilters: anything("ListReceiptFilters"),
  ListReceiptRuleSets: anything("ListReceiptRuleSets"),
  ListTemplates: anything("ListTemplates"),
  ListVerifiedEmailAddresses: anything("ListVerifiedEmailAddresses"),
  PutConfigurationSetDeliveryOptions: anything("PutConfigurationSetDeliveryOptions"),
  PutIdentityPolicy: anything("PutIdentityPolicy"),
  ReorderReceiptRuleSet: anything("ReorderReceiptRuleSet"),
  SetActiveReceiptRuleSet: anything("SetActiveReceiptRuleSet"),
  SetIdentityDkimEnabled: anything("SetIdentityDkimEnabled"),
  SetIdentityFeedbackForwardingEnabled: anything("SetIdentityFeedbackForwardingEnabled"),
  SetIdentityHeadersInNotificationsEnabled: anything("SetIdentityHeadersInNotificationsEnabled"),
  SetIdentityMailFromDomain: anything("SetIdentityMailFromDomain"),
  SetIdentityNotificationTopic: anything("SetIdentityNotificationTopic"),
  SetReceiptRulePosition: anything("SetReceiptRulePosition"),
  TestRenderTemplate: anything("TestRenderTemplate"),
  UpdateAccountSendingEnabled: anything("UpdateAccountSendingEnabled"),
  UpdateConfigurationSetEventDestination: anything("UpdateConfigurationSetEventDestination"),
  UpdateConfigurationSetReputationMetricsEnabled: anything("UpdateConfigurationSetReputationMetricsEnabled"),
  UpdateConfigurationSetSendingEnabled: anything("UpdateConfigurationSetSendingEnabled"),
  UpdateCustomVerificationEmailTemplate: anything("UpdateCustomVerificationEmailTemplate"),
  UpdateReceiptRule: anything("UpdateReceiptRule"),
  UpdateTemplate: anything("UpdateTemplate"),
  VerifyDomainDkim: anything("VerifyDomainDkim"),
  VerifyDomainIdentity: anything("VerifyDomainIdentity"),
  VerifyEmailAddress: anything("VerifyEmailAddress"),
  VerifyEmailIdentity: anything("VerifyEmailIdentity"),
  SendBounce: sending("SendBounce"),
  SendBulkTemplatedEmail: sending("SendBulkTemplatedEmail"),
  SendCustomVerificationEmail: anything("SendCustomVerificationEmail"),
  SendEmail: sending("SendEmail"),
  SendRawEmail: sending("SendRawEmail"),
  SendTemplatedEmail: sending("SendTemplatedEmail"),
};

function recipientsOf({ Destination, Destinations = [], BouncedRecipientInfoList: bounced = [] }: SendInput): string[] {
  const addresses = (one: Destination | undefined): string[] =>
    Object.values(one ?? {}).flatMap((list) => [...(list ?? [])]);
  return [
    ...addresses(Destination),
    ...Destinations.flatMap((one) => (typeof one === "string" ? [one] : addresses(one.Destination))),
    ...bounced.map(({ Recipient }) => Recipient),
  ];
}
