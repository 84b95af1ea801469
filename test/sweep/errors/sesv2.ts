// How each documented error of SES, version 2, is provoked: mostly what is not there, what is there already, and values that do not fit.

import { SESv2Client } from "@aws-sdk/client-sesv2";
import { eachMissing } from "./missing.ts";
import { type Caller, type ErrorTable, forAll, type Grounds, sweepOf, together, unprovokable } from "./table.ts";

interface Made {
  readonly domain: string;
  readonly sender: string;
  readonly set: string;
  readonly destination: string;
  readonly list: string;
  readonly contact: string;
  readonly template: string;
  readonly verification: string;
  readonly suppressed: string;
  readonly arn: string;
}
type Entry = ErrorTable<Made>["everywhere"][string];

const NOBODY = "nobody";
const POLICY_NAME = "own";
const PAGES = { SuccessRedirectionURL: "https://example.com/yes", FailureRedirectionURL: "https://example.com/no" };
const WORDS = { TemplateSubject: "Please verify", TemplateContent: "<p>Please</p>" };
const PARTS = { TemplateContent: { Subject: "Hello {{name}}", Text: "Hello {{name}}" } };
const policyOf = (Resource: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "ses:SendEmail", Resource }],
  });
const POLICY = policyOf("*");
const CONTENT = { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } };
const BUS = { EventBridgeDestination: { EventBusArn: "arn:aws:events:us-east-1:123456789012:event-bus/default" } };

async function prepare({ account, aws, call, name }: Grounds): Promise<Made> {
  const domain = "example.org";
  const sender = `hello@${domain}`;
  await call("CreateEmailIdentity", { EmailIdentity: domain });
  await call("CreateEmailIdentityPolicy", { EmailIdentity: domain, PolicyName: POLICY_NAME, Policy: POLICY });
  const [set, destination, list, template, verification] = [name(), name(), name(), name(), name()];
  await call("CreateConfigurationSet", { ConfigurationSetName: set });
  const told = { Enabled: true, MatchingEventTypes: ["SEND"], ...busOf(account) };
  const where = { ConfigurationSetName: set, EventDestinationName: destination };
  await call("CreateConfigurationSetEventDestination", { ...where, EventDestination: told });
  await aws.sesV2.createContactList({ ContactListName: list });
  const contact = "friend@example.com";
  await call("CreateContact", { ContactListName: list, EmailAddress: contact });
  await call("CreateEmailTemplate", { TemplateName: template, ...PARTS });
  const words = { FromEmailAddress: sender, ...WORDS, ...PAGES };
  await call("CreateCustomVerificationEmailTemplate", { TemplateName: verification, ...words });
  const suppressed = "bounced@example.com";
  await call("PutSuppressedDestination", { EmailAddress: suppressed, Reason: "BOUNCE" });
  const arn = `arn:aws:ses:${account.region}:${account.account}:identity/${domain}`;
  return { domain, sender, set, destination, list, contact, template, verification, suppressed, arn };
}

function busOf({ account, region }: { readonly account: string; readonly region: string }) {
  return { EventBridgeDestination: { EventBusArn: `arn:aws:events:${region}:${account}:event-bus/default` } };
}

const onSet = ({ set }: Made) => ({ ConfigurationSetName: set });
const onDestination = ({ set, destination }: Made) => ({
  ConfigurationSetName: set,
  EventDestinationName: destination,
});
const onList = ({ list }: Made) => ({ ContactListName: list });
const onContact = ({ list, contact }: Made) => ({ ContactListName: list, EmailAddress: contact });
const onIdentity = ({ domain }: Made) => ({ EmailIdentity: domain });
const onPolicy = (made: Made) => ({ ...onIdentity(made), PolicyName: POLICY_NAME, Policy: POLICY });
const onTemplate = ({ template }: Made) => ({ TemplateName: template });
const onVerification = ({ verification }: Made) => ({ TemplateName: verification });
const onSuppressed = ({ suppressed }: Made) => ({ EmailAddress: suppressed });
const onArn = ({ arn }: Made) => ({ ResourceArn: arn });
const told = ({ account }: Made & Grounds) => ({
  EventDestination: { Enabled: true, MatchingEventTypes: ["SEND"], ...busOf(account) },
});
const worded = ({ sender }: Made) => ({ FromEmailAddress: sender, ...WORDS, ...PAGES });
const nothing = () => ({});

const inputs: ErrorTable<Made>["inputs"] = {
  CreateConfigurationSet: ({ name }) => ({ ConfigurationSetName: name() }),
  CreateConfigurationSetEventDestination: (made) => ({
    ...onSet(made),
    EventDestinationName: made.name(),
    ...told(made),
  }),
  CreateContact: (made) => ({ ...onList(made), EmailAddress: `${made.name()}@example.com` }),
  CreateContactList: ({ name }) => ({ ContactListName: name() }),
  CreateCustomVerificationEmailTemplate: (made) => ({ TemplateName: made.name(), ...worded(made) }),
  CreateEmailIdentity: ({ name }) => ({ EmailIdentity: `${name()}.example.org` }),
  CreateEmailIdentityPolicy: (made) => ({ ...onPolicy(made), PolicyName: made.name() }),
  CreateEmailTemplate: ({ name }) => ({ TemplateName: name(), ...PARTS }),
  DeleteConfigurationSet: onSet,
  DeleteConfigurationSetEventDestination: onDestination,
  DeleteContact: onContact,
  DeleteContactList: onList,
  DeleteCustomVerificationEmailTemplate: onVerification,
  DeleteEmailIdentity: onIdentity,
  DeleteEmailIdentityPolicy: onPolicy,
  DeleteEmailTemplate: onTemplate,
  DeleteSuppressedDestination: onSuppressed,
  GetAccount: nothing,
  GetConfigurationSet: onSet,
  GetConfigurationSetEventDestinations: onSet,
  GetContact: onContact,
  GetContactList: onList,
  GetCustomVerificationEmailTemplate: onVerification,
  GetEmailIdentity: onIdentity,
  GetEmailIdentityPolicies: onIdentity,
  GetEmailTemplate: onTemplate,
  GetSuppressedDestination: onSuppressed,
  ListConfigurationSets: nothing,
  ListContactLists: nothing,
  ListContacts: onList,
  ListCustomVerificationEmailTemplates: nothing,
  ListEmailIdentities: nothing,
  ListEmailTemplates: nothing,
  ListSuppressedDestinations: nothing,
  ListTagsForResource: onArn,
  PutAccountDetails: () => ({ MailType: "TRANSACTIONAL", WebsiteURL: "https://example.com" }),
  PutAccountSendingAttributes: () => ({ SendingEnabled: true }),
  PutAccountSuppressionAttributes: () => ({ SuppressedReasons: ["BOUNCE"] }),
  PutConfigurationSetDeliveryOptions: onSet,
  PutConfigurationSetReputationOptions: onSet,
  PutConfigurationSetSendingOptions: (made) => ({ ...onSet(made), SendingEnabled: true }),
  PutConfigurationSetSuppressionOptions: onSet,
  PutEmailIdentityConfigurationSetAttributes: onIdentity,
  PutEmailIdentityDkimAttributes: (made) => ({ ...onIdentity(made), SigningEnabled: true }),
  PutEmailIdentityDkimSigningAttributes: (made) => ({ ...onIdentity(made), SigningAttributesOrigin: "AWS_SES" }),
  PutEmailIdentityFeedbackAttributes: (made) => ({ ...onIdentity(made), EmailForwardingEnabled: true }),
  PutEmailIdentityMailFromAttributes: onIdentity,
  PutSuppressedDestination: (made) => ({ ...onSuppressed(made), Reason: "BOUNCE" }),
  SendBulkEmail: ({ sender, template }) => ({
    FromEmailAddress: sender,
    DefaultContent: { Template: { TemplateName: template, TemplateData: `{"name":"all"}` } },
    BulkEmailEntries: [{ Destination: { ToAddresses: ["somebody@example.com"] } }],
  }),
  SendCustomVerificationEmail: (made) => ({ ...onVerification(made), EmailAddress: "new@example.com" }),
  SendEmail: ({ sender }) => ({
    FromEmailAddress: sender,
    Destination: { ToAddresses: ["somebody@example.com"] },
    Content: CONTENT,
  }),
  TagResource: (made) => ({ ...onArn(made), Tags: [{ Key: "key", Value: "value" }] }),
  TestRenderEmailTemplate: (made) => ({ ...onTemplate(made), TemplateData: `{"name":"Ada"}` }),
  UntagResource: (made) => ({ ...onArn(made), TagKeys: ["key"] }),
  UpdateConfigurationSetEventDestination: (made) => ({ ...onDestination(made), ...told(made) }),
  UpdateContact: onContact,
  UpdateContactList: onList,
  UpdateCustomVerificationEmailTemplate: (made) => ({ ...onVerification(made), ...worded(made) }),
  UpdateEmailIdentityPolicy: onPolicy,
  UpdateEmailTemplate: (made) => ({ ...onTemplate(made), ...PARTS }),
};

const NO_ADDRESS = "nobody@example.net";
const wrong = ({ arn }: Made) => ({
  ...{ ConfigurationSetName: NOBODY, ContactListName: NOBODY, EventDestinationName: NOBODY, PolicyName: NOBODY },
  ...{ EmailAddress: NO_ADDRESS, EmailIdentity: "nobody.example.net", TemplateName: NOBODY },
  ResourceArn: `${arn}.nobody`,
});
/** Names that an operation gives, or that anybody may have. */
const isNew = (operation: string, member: string): boolean =>
  /^(?:PutSuppressedDestination|SendCustomVerificationEmail) EmailAddress$/.test(`${operation} ${member}`) ||
  /^Create(?:ConfigurationSetEventDestination EventDestinationName|Contact EmailAddress|EmailIdentityPolicy PolicyName)$/.test(
    `${operation} ${member}`,
  );

const LISTS = [
  ...["ListConfigurationSets", "ListContactLists", "ListContacts", "ListCustomVerificationEmailTemplates"],
  ...["ListEmailIdentities", "ListEmailTemplates", "ListSuppressedDestinations"],
];
const NAMES_NOTHING = unprovokable("It names nothing that could be missing.");
const ANY_NAME = unprovokable(
  "It is given a name only, and one that is not there, of whatever form, is NotFoundException.",
);
const SWITCHES = unprovokable("It is given a name and switches, and every combination of them can be.");
const NO_QUOTA = unprovokable("AWS's quotas of thousands can be raised; the check of contact lists is the same.");
const MANY_TAGS = Array.from({ length: 51 }, (_, index) => ({ Key: `key-${index}`, Value: "value" }));
const UNKNOWN_EVENT = { EventDestination: { Enabled: true, MatchingEventTypes: ["NO_EVENT"], ...BUS } };

/** Somebody else's account, with the same sender and templates. */
async function elsewhere(made: Made & Grounds, change: (aws: Grounds["aws"]) => Promise<unknown>): Promise<Caller> {
  const { yard, sender, domain, template, verification } = made;
  const account = yard.account();
  const root = `arn:aws:iam::${account.account}:root`;
  const principal = { kind: "root", account: account.account, arn: root, userId: account.account } as const;
  const aws = yard.yard.context.as(principal, account);
  await aws.sesV2.createEmailIdentity({ EmailIdentity: domain });
  await aws.sesV2.createEmailTemplate({ TemplateName: template, ...PARTS });
  const words = { FromEmailAddress: sender, ...WORDS, ...PAGES };
  await aws.sesV2.createCustomVerificationEmailTemplate({ TemplateName: verification, ...words });
  await change(aws);
  return account.client(SESv2Client);
}
const PAUSED: Entry = async (made, ask) =>
  ask({}, await elsewhere(made, (aws) => aws.sesV2.putAccountSendingAttributes({ SendingEnabled: false })));
const SENDING = ["SendBulkEmail", "SendCustomVerificationEmail", "SendEmail"];

/** The errors sweep of SES, version 2. */
export const sesv2 = sweepOf<Made>({
  service: "sesv2",
  prepare,
  inputs,
  everywhere: {
    AccountSuspendedException: unprovokable("AWS suspends accounts by hand."),
    BadRequestException: ANY_NAME,
    ConcurrentModificationException: unprovokable("A change is one transaction: none meets another half-way."),
    LimitExceededException: NO_QUOTA,
    MailFromDomainNotVerifiedException: unprovokable(
      "The MX record of a MAIL FROM domain counts as found: mails are delivered within the machine.",
    ),
    NotFoundException: eachMissing<Made>(inputs, wrong, isNew),
    SendingPausedException: PAUSED,
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: together<Made>(
    forAll(LISTS, { BadRequestException: (_, ask) => ask({ NextToken: "nothing" }) }),
    forAll(["CreateConfigurationSet", "CreateEmailTemplate", "CreateEmailIdentity", "TagResource"], {
      BadRequestException: (_, ask) => ask({ Tags: MANY_TAGS }),
    }),
    forAll(["CreateConfigurationSet", "CreateCustomVerificationEmailTemplate", "ListSuppressedDestinations"], {
      NotFoundException: NAMES_NOTHING,
    }),
    forAll(["CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy"], {
      BadRequestException: (_, ask) => ask({ Policy: "no policy" }),
    }),
    forAll(["CreateConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination"], {
      BadRequestException: (_, ask) => ask(UNKNOWN_EVENT),
    }),
    forAll(["CreateCustomVerificationEmailTemplate", "UpdateCustomVerificationEmailTemplate"], {
      BadRequestException: (_, ask) => ask({ TemplateContent: "<script></script>" }),
    }),
    forAll(
      [
        ...["PutAccountSendingAttributes", "PutConfigurationSetReputationOptions"],
        ...[
          "PutConfigurationSetSendingOptions",
          "PutEmailIdentityDkimAttributes",
          "PutEmailIdentityFeedbackAttributes",
        ],
      ],
      { BadRequestException: SWITCHES },
    ),
    forAll(["PutAccountSuppressionAttributes", "PutConfigurationSetSuppressionOptions"], {
      BadRequestException: (_, ask) => ask({ SuppressedReasons: ["NO_REASON"] }),
    }),
    forAll(["CreateContact", "UpdateContact"], {
      BadRequestException: (_, ask) => ask({ TopicPreferences: [{ TopicName: NOBODY, SubscriptionStatus: "OPT_IN" }] }),
    }),
    forAll(["ListTagsForResource", "UntagResource"], {
      BadRequestException: (_, ask) => ask({ ResourceArn: "no ARN" }),
    }),
    forAll(SENDING, {
      LimitExceededException: unprovokable(
        "A day's quota is 50,000 mails; in the sandbox it is of 200, see the quota's tests.",
      ),
    }),
    {
      CreateConfigurationSet: { AlreadyExistsException: ({ set }, ask) => ask({ ConfigurationSetName: set }) },
      CreateConfigurationSetEventDestination: {
        AlreadyExistsException: ({ destination }, ask) => ask({ EventDestinationName: destination }),
        LimitExceededException: async ({ call, name }, ask) => {
          const ConfigurationSetName = name();
          await call("CreateConfigurationSet", { ConfigurationSetName });
          for (let count = 0; count < 10; count += 1) await ask({ ConfigurationSetName, EventDestinationName: name() });
          return ask({ ConfigurationSetName });
        },
      },
      CreateContact: { AlreadyExistsException: ({ contact }, ask) => ask({ EmailAddress: contact }) },
      CreateContactList: {
        BadRequestException: (_, ask) =>
          ask({ Topics: [{ TopicName: "a", DisplayName: "A", DefaultSubscriptionStatus: "NO_STATUS" }] }),
        AlreadyExistsException: ({ list }, ask) => ask({ ContactListName: list }),
        LimitExceededException: (_, ask) => ask(),
      },
      CreateCustomVerificationEmailTemplate: {
        AlreadyExistsException: ({ verification }, ask) => ask({ TemplateName: verification }),
        LimitExceededException: async (made, ask) => {
          const caller = await elsewhere(made, () => Promise.resolve());
          for (let count = 1; count < 50; count += 1) await ask({ TemplateName: made.name() }, caller);
          return ask({}, caller);
        },
      },
      CreateEmailIdentity: {
        AlreadyExistsException: ({ domain }, ask) => ask({ EmailIdentity: domain }),
        NotFoundException: (_, ask) => ask({ ConfigurationSetName: NOBODY }),
      },
      CreateEmailIdentityPolicy: {
        AlreadyExistsException: (_, ask) => ask({ PolicyName: POLICY_NAME }),
        LimitExceededException: async ({ call, name }, ask) => {
          const EmailIdentity = `${name()}.example.org`;
          await call("CreateEmailIdentity", { EmailIdentity });
          for (let count = 0; count < 20; count += 1) await ask({ EmailIdentity, PolicyName: name() });
          return ask({ EmailIdentity });
        },
      },
      CreateEmailTemplate: { AlreadyExistsException: ({ template }, ask) => ask({ TemplateName: template }) },
      GetAccount: { BadRequestException: unprovokable("It takes nothing.") },
      ListSuppressedDestinations: {
        BadRequestException: (_, ask) => ask({ Reasons: ["NO_REASON"] }),
        InvalidNextTokenException: (_, ask) => ask({ NextToken: "nothing" }),
      },
      PutAccountDetails: {
        BadRequestException: (_, ask) => ask({ UseCaseDescription: "x".repeat(5001) }),
        ConflictException: unprovokable("Nobody reviews an account's details, so none are under review."),
      },
      PutConfigurationSetDeliveryOptions: { BadRequestException: (_, ask) => ask({ TlsPolicy: "NO_POLICY" }) },
      PutEmailIdentityDkimSigningAttributes: {
        BadRequestException: (_, ask) => ask({ SigningAttributesOrigin: "EXTERNAL" }),
      },
      PutEmailIdentityMailFromAttributes: {
        BadRequestException: (_, ask) => ask({ MailFromDomain: "mail.elsewhere.example.net" }),
      },
      PutSuppressedDestination: {
        BadRequestException: (_, ask) => ask({ Reason: "NO_REASON" }),
        NotFoundException: NAMES_NOTHING,
      },
      SendBulkEmail: {
        BadRequestException: (_, ask) => ask({ BulkEmailEntries: [] }),
        MessageRejected: unprovokable("What keeps the mails back is the status of each entry in the answer."),
        NotFoundException: (_, ask) =>
          ask({ DefaultContent: { Template: { TemplateName: NOBODY, TemplateData: "{}" } } }),
        SendingPausedException: unprovokable("What keeps the mails back is the status of each entry in the answer."),
      },
      SendCustomVerificationEmail: {
        BadRequestException: (_, ask) => ask({ EmailAddress: "no address" }),
        MessageRejected: async ({ call, name }, ask) => {
          const [EmailIdentity, TemplateName] = [`${name()}.example.net`, name()];
          await call("CreateEmailIdentity", { EmailIdentity });
          const words = { FromEmailAddress: `hello@${EmailIdentity}`, ...WORDS, ...PAGES };
          await call("CreateCustomVerificationEmailTemplate", { TemplateName, ...words });
          await call("DeleteEmailIdentity", { EmailIdentity });
          return ask({ TemplateName });
        },
      },
      SendEmail: {
        BadRequestException: (_, ask) => ask({ Destination: { ToAddresses: ["no address"] } }),
        MessageRejected: (_, ask) => ask({ FromEmailAddress: NO_ADDRESS }),
        NotFoundException: (_, ask) => ask({ ConfigurationSetName: NOBODY }),
      },
      TestRenderEmailTemplate: { BadRequestException: (_, ask) => ask({ TemplateData: "no JSON" }) },
      UpdateContactList: {
        BadRequestException: (_, ask) =>
          ask({ Topics: [{ TopicName: "a", DisplayName: "A", DefaultSubscriptionStatus: "NO_STATUS" }] }),
      },
      UpdateEmailTemplate: { BadRequestException: (_, ask) => ask({ TemplateContent: { Subject: "{{#if}" } }) },
    },
  ),
});
