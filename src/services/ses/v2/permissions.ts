// What each operation of version 2 needs. AWS: "Actions, resources, and condition keys for Amazon Simple Email Service v2". A mail is
// sent by an identity: the sender's address if that is one, else the domain above it.

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../../service/service.ts";
import { configurationSetArn, contactListArn, identityArn, templateArn, verificationTemplateArn } from "../arns.ts";
import { anything, resourcePolicy, sendingRequest } from "../permissions.ts";

export { resourcePolicy };

interface SendInput {
  readonly FromEmailAddress?: string;
  readonly FromEmailAddressIdentityArn?: string;
  readonly FeedbackForwardingEmailAddress?: string;
  readonly ConfigurationSetName?: string;
  readonly Content?: { readonly Raw?: { readonly Data: Uint8Array }; readonly Template?: TemplateInput };
  readonly DefaultContent?: { readonly Template?: TemplateInput };
  readonly Destination?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly BulkEmailEntries?: readonly { readonly Destination: SendInput["Destination"] }[];
}

interface TemplateInput {
  readonly TemplateName?: string;
  readonly TemplateArn?: string;
}

type TagList = readonly { readonly Key: string; readonly Value: string }[];

/** A rule for an action on the one resource that a member of the input names. */
const on =
  (member: string, arnOf: (call: PermissionCall, name: string) => string) =>
  (action: string): PermissionRule =>
  (input: Readonly<Record<string, unknown>>, call) => [
    {
      action: `ses:${action}`,
      resource: arnOf(call, String(input[member])),
      conditions: tagConditions(
        input["Tags"] as TagList | undefined,
        input["TagKeys"] as readonly string[] | undefined,
      ),
    },
  ];

const identity = on("EmailIdentity", identityArn);
const template = on("TemplateName", templateArn);
const verificationTemplate = on("TemplateName", verificationTemplateArn);
const set = on("ConfigurationSetName", configurationSetArn);
const list = on("ContactListName", contactListArn);
const tagged = on("ResourceArn", (_call, arn) => arn);

export const permissions: Permissions = {
  CreateConfigurationSet: set("CreateConfigurationSet"),
  CreateConfigurationSetEventDestination: set("CreateConfigurationSetEventDestination"),
  CreateContact: list("CreateContact"),
  CreateContactList: list("CreateContactList"),
  CreateCustomVerificationEmailTemplate: verificationTemplate("CreateCustomVerificationEmailTemplate"),
  CreateEmailIdentity: identity("CreateEmailIdentity"),
  CreateEmailIdentityPolicy: identity("CreateEmailIdentityPolicy"),
  CreateEmailTemplate: template("CreateEmailTemplate"),
  DeleteConfigurationSet: set("DeleteConfigurationSet"),
  DeleteConfigurationSetEventDestination: set("DeleteConfigurationSetEventDestination"),
  DeleteContact: list("DeleteContact"),
  DeleteContactList: list("DeleteContactList"),
  DeleteCustomVerificationEmailTemplate: verificationTemplate("DeleteCustomVerificationEmailTemplate"),
  DeleteEmailIdentity: identity("DeleteEmailIdentity"),
  DeleteEmailIdentityPolicy: identity("DeleteEmailIdentityPolicy"),
  DeleteEmailTemplate: template("DeleteEmailTemplate"),
  DeleteSuppressedDestination: anything("DeleteSuppressedDestination"),
  GetAccount: anything("GetAccount"),
  GetConfigurationSet: set("GetConfigurationSet"),
  GetConfigurationSetEventDestinations: set("GetConfigurationSetEventDestinations"),
  GetContact: list("GetContact"),
  GetContactList: list("GetContactList"),
  GetCustomVerificationEmailTemplate: verificationTemplate("GetCustomVerificationEmailTemplate"),
  GetEmailIdentity: identity("GetEmailIdentity"),
  GetEmailIdentityPolicies: identity("GetEmailIdentityPolicies"),
  GetEmailTemplate: template("GetEmailTemplate"),
  GetSuppressedDestination: anything("GetSuppressedDestination"),
  ListConfigurationSets: anything("ListConfigurationSets"),
  ListContactLists: anything("ListContactLists"),
  ListContacts: list("ListContacts"),
  ListCustomVerificationEmailTemplates: anything("ListCustomVerificationEmailTemplates"),
  ListEmailIdentities: anything("ListEmailIdentities"),
  ListEmailTemplates: anything("ListEmailTemplates"),
  ListSuppressedDestinations: anything("ListSuppressedDestinations"),
  ListTagsForResource: tagged("ListTagsForResource"),
  PutAccountDetails: anything("PutAccountDetails"),
  PutAccountSendingAttributes: anything("PutAccountSendingAttributes"),
  PutAccountSuppressionAttributes: anything("PutAccountSuppressionAttributes"),
  PutConfigurationSetDeliveryOptions: set("PutConfigurationSetDeliveryOptions"),
  PutConfigurationSetReputationOptions: set("PutConfigurationSetReputationOptions"),
  PutConfigurationSetSendingOptions: set("PutConfigurationSetSendingOptions"),
  PutConfigurationSetSuppressionOptions: set("PutConfigurationSetSuppressionOptions"),
  PutEmailIdentityConfigurationSetAttributes: identity("PutEmailIdentityConfigurationSetAttributes"),
  PutEmailIdentityDkimAttributes: identity("PutEmailIdentityDkimAttributes"),
  PutEmailIdentityDkimSigningAttributes: identity("PutEmailIdentityDkimSigningAttributes"),
  PutEmailIdentityFeedbackAttributes: identity("PutEmailIdentityFeedbackAttributes"),
  PutEmailIdentityMailFromAttributes: identity("PutEmailIdentityMailFromAttributes"),
  PutSuppressedDestination: anything("PutSuppressedDestination"),
  SendBulkEmail: (input: SendInput, call) => sending("SendBulkEmail", input, call),
  SendCustomVerificationEmail: verificationTemplate("SendCustomVerificationEmail"),
  SendEmail: (input: SendInput, call) =>
    sending(input.Content?.Raw === undefined ? "SendEmail" : "SendRawEmail", input, call),
  TagResource: tagged("TagResource"),
  TestRenderEmailTemplate: template("TestRenderEmailTemplate"),
  UntagResource: tagged("UntagResource"),
  UpdateConfigurationSetEventDestination: set("UpdateConfigurationSetEventDestination"),
  UpdateContact: list("UpdateContact"),
  UpdateContactList: list("UpdateContactList"),
  UpdateCustomVerificationEmailTemplate: verificationTemplate("UpdateCustomVerificationEmailTemplate"),
  UpdateEmailIdentityPolicy: identity("UpdateEmailIdentityPolicy"),
  UpdateEmailTemplate: template("UpdateEmailTemplate"),
};

// The identity, and the configuration set and the template that the call names.
function sending(action: string, input: SendInput, call: PermissionCall): AccessRequest[] {
  const { ConfigurationSetName: setName, BulkEmailEntries: entries = [] } = input;
  const destinations = [input.Destination, ...entries.map(({ Destination }) => Destination)];
  const main = sendingRequest(
    {
      action,
      from: input.FromEmailAddress,
      raw: input.Content?.Raw?.Data,
      sourceArn: input.FromEmailAddressIdentityArn,
      recipients: destinations.flatMap((one) => Object.values(one ?? {}).flatMap((addresses) => addresses ?? [])),
      returnPath: input.FeedbackForwardingEmailAddress,
      version: "2",
    },
    call,
  );
  const { TemplateName: name, TemplateArn: arn } = input.Content?.Template ?? input.DefaultContent?.Template ?? {};
  const resources = [
    ...(setName === undefined ? [] : [configurationSetArn(call, setName)]),
    ...(arn === undefined && name === undefined ? [] : [arn ?? templateArn(call, name ?? "")]),
  ];
  return [main, ...resources.map((resource) => ({ ...main, resource }))];
}

function tagConditions(
  tags: TagList = [],
  keys: readonly string[] = tags.map(({ Key }) => Key),
): Record<string, string | readonly string[]> {
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    ...(keys.length === 0 ? {} : { "aws:TagKeys": keys }),
  };
}
