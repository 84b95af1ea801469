// How each documented error of SES, version 1, is provoked. Operations whose answer is the same for what is not there document no error.

import { SESClient } from "@aws-sdk/client-ses";
import { type Ask, type ErrorTable, forAll, type Grounds, sweepOf, together, unprovokable } from "./table.ts";

interface Made {
  readonly sender: string;
  readonly set: string;
  readonly destination: string;
  readonly template: string;
  readonly verification: string;
  /** Has the rule, and is not active. */
  readonly rules: string;
  readonly rule: string;
  readonly active: string;
  readonly topic: string;
}
type Entry = ErrorTable<Made>["everywhere"][string];

const NOBODY = "nobody";
const TO = { ToAddresses: ["somebody@example.com"] };
const MESSAGE = { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } };
const PAGES = { SuccessRedirectionURL: "https://example.com/yes", FailureRedirectionURL: "https://example.com/no" };
const WORDS = { TemplateSubject: "Please verify", TemplateContent: "<p>Please</p>" };
const PARTS = { SubjectPart: "Hello {{name}}", TextPart: "Hello {{name}}" };
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "ses:SendEmail", Resource: "*" }],
});

async function prepare({ aws, account, call, name }: Grounds): Promise<Made> {
  const sender = "hello@example.com";
  await call("VerifyDomainIdentity", { Domain: "example.com" });
  const set = name();
  await call("CreateConfigurationSet", { ConfigurationSet: { Name: set } });
  const TopicArn = `arn:aws:sns:${account.region}:${account.account}:${name()}`;
  const Principal = { Service: "ses.amazonaws.com" };
  const Statement = { Effect: "Allow", Principal, Action: "sns:Publish", Resource: TopicArn };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await aws.sns.createTopic({ Name: TopicArn.split(":").at(-1) ?? "", Attributes: { Policy } });
  const destination = name();
  await call("CreateConfigurationSetEventDestination", {
    ConfigurationSetName: set,
    ...telling(destination, TopicArn),
  });
  const template = name();
  await call("CreateTemplate", { Template: { TemplateName: template, ...PARTS } });
  const verification = name();
  const words = { FromEmailAddress: sender, ...WORDS, ...PAGES };
  await call("CreateCustomVerificationEmailTemplate", { TemplateName: verification, ...words });
  const [rules, rule, active] = [name(), name(), name()];
  await call("CreateReceiptRuleSet", { RuleSetName: rules });
  await call("CreateReceiptRule", { RuleSetName: rules, Rule: { Name: rule } });
  await call("CreateReceiptRuleSet", { RuleSetName: active });
  await call("SetActiveReceiptRuleSet", { RuleSetName: active });
  return { sender, set, destination, template, verification, rules, rule, active, topic: TopicArn };
}

const telling = (Name: string, TopicARN: string, more: object = { SNSDestination: { TopicARN } }) => ({
  EventDestination: { Name, Enabled: true, MatchingEventTypes: ["send"], ...more },
});
const inSet = ({ set }: Made) => ({ ConfigurationSetName: set });
const ofVerification = ({ verification }: Made) => ({ TemplateName: verification });
const inRules = ({ rules }: Made) => ({ RuleSetName: rules });
const onRule = ({ rules, rule }: Made) => ({ RuleSetName: rules, RuleName: rule });
const ofDomain = () => ({ Identity: "example.com" });
const nothing = () => ({});
const send = ({ sender }: Made) => ({ Source: sender, Destination: TO });

/** Somebody else's account, with the same domain: what is changed of it changes nothing for the others. */
const elsewhere = async (
  { yard, sender, template }: Made & Grounds,
  change: (aws: Grounds["aws"]) => Promise<unknown>,
) => {
  const account = yard.account();
  const root = `arn:aws:iam::${account.account}:root`;
  const principal = { kind: "root", account: account.account, arn: root, userId: account.account } as const;
  const aws = yard.yard.context.as(principal, account);
  await aws.sesV2.createEmailIdentity({ EmailIdentity: sender });
  await aws.ses.createTemplate({ Template: { TemplateName: template, ...PARTS } });
  await change(aws);
  return account.client(SESClient);
};
const PAUSED: Entry = async (made, ask) =>
  ask({}, await elsewhere(made, (aws) => aws.sesV2.putAccountSendingAttributes({ SendingEnabled: false })));
const SET_PAUSED: Entry = async ({ name, call }, ask) => {
  const Name = name();
  await call("CreateConfigurationSet", { ConfigurationSet: { Name } });
  await call("UpdateConfigurationSetSendingEnabled", { ConfigurationSetName: Name, Enabled: false });
  return ask({ ConfigurationSetName: Name });
};
const PER_DESTINATION = unprovokable("What keeps the mails back is the status of each destination in the answer.");
const NOT_VERIFIED = "hello@elsewhere.example.org";
/** Makes as many as there may be in an account that has nothing yet, and one more. */
const until =
  (
    times: number,
    change: (name: string) => object,
    before: (aws: Grounds["aws"], made: Made) => Promise<unknown> = () => Promise.resolve(),
  ): Entry =>
  async (made, ask) => {
    const caller = await elsewhere(made, (aws) => before(aws, made));
    for (let count = 0; count < times; count += 1) await ask(change(made.name()), caller);
    return ask(change(made.name()), caller);
  };
const withRules = (aws: Grounds["aws"], { rules }: Made) => aws.ses.createReceiptRuleSet({ RuleSetName: rules });
const doing = (rule: string, action: object) => ({ Rule: { Name: rule, Actions: [action] } });
const withRule =
  (action: object): Entry =>
  ({ rule, name }, ask, operation) =>
    ask(doing(operation === "UpdateReceiptRule" ? rule : name(), action));

/** The errors sweep of SES, version 1. */
export const ses = sweepOf<Made>({
  service: "ses",
  prepare,
  inputs: {
    CloneReceiptRuleSet: ({ rules, name }) => ({ RuleSetName: name(), OriginalRuleSetName: rules }),
    CreateConfigurationSet: ({ name }) => ({ ConfigurationSet: { Name: name() } }),
    CreateConfigurationSetEventDestination: (made) => ({ ...inSet(made), ...telling(made.name(), made.topic) }),
    CreateCustomVerificationEmailTemplate: ({ sender, name }) => ({
      TemplateName: name(),
      FromEmailAddress: sender,
      ...WORDS,
      ...PAGES,
    }),
    CreateReceiptFilter: ({ name }) => filter(name()),
    CreateReceiptRule: (made) => ({ ...inRules(made), Rule: { Name: made.name() } }),
    CreateReceiptRuleSet: ({ name }) => ({ RuleSetName: name() }),
    CreateTemplate: ({ name }) => ({ Template: { TemplateName: name(), ...PARTS } }),
    DeleteConfigurationSet: inSet,
    DeleteConfigurationSetEventDestination: (made) => ({ ...inSet(made), EventDestinationName: made.destination }),
    DeleteCustomVerificationEmailTemplate: ofVerification,
    DeleteIdentity: ofDomain,
    DeleteIdentityPolicy: () => ({ ...ofDomain(), PolicyName: NOBODY }),
    DeleteReceiptFilter: () => ({ FilterName: NOBODY }),
    DeleteReceiptRule: onRule,
    DeleteReceiptRuleSet: inRules,
    DeleteTemplate: ({ template }) => ({ TemplateName: template }),
    DeleteVerifiedEmailAddress: ({ sender }) => ({ EmailAddress: sender }),
    DescribeActiveReceiptRuleSet: nothing,
    DescribeConfigurationSet: inSet,
    DescribeReceiptRule: onRule,
    DescribeReceiptRuleSet: inRules,
    GetAccountSendingEnabled: nothing,
    GetCustomVerificationEmailTemplate: ofVerification,
    GetIdentityDkimAttributes: () => ({ Identities: ["example.com"] }),
    GetIdentityMailFromDomainAttributes: () => ({ Identities: ["example.com"] }),
    GetIdentityNotificationAttributes: () => ({ Identities: ["example.com"] }),
    GetIdentityPolicies: () => ({ ...ofDomain(), PolicyNames: [NOBODY] }),
    GetIdentityVerificationAttributes: () => ({ Identities: ["example.com"] }),
    GetSendQuota: nothing,
    GetSendStatistics: nothing,
    GetTemplate: ({ template }) => ({ TemplateName: template }),
    ListConfigurationSets: nothing,
    ListCustomVerificationEmailTemplates: nothing,
    ListIdentities: nothing,
    ListIdentityPolicies: ofDomain,
    ListReceiptFilters: nothing,
    ListReceiptRuleSets: nothing,
    ListTemplates: nothing,
    ListVerifiedEmailAddresses: nothing,
    PutConfigurationSetDeliveryOptions: inSet,
    PutIdentityPolicy: () => ({ ...ofDomain(), PolicyName: "own", Policy: POLICY }),
    ReorderReceiptRuleSet: ({ rules, rule }) => ({ RuleSetName: rules, RuleNames: [rule] }),
    SendBounce: ({ sender }) => ({
      OriginalMessageId: NOBODY,
      BounceSender: sender,
      BouncedRecipientInfoList: [{ Recipient: "nobody@example.com", BounceType: "DoesNotExist" }],
    }),
    SendBulkTemplatedEmail: ({ sender, template }) => ({
      Source: sender,
      Template: template,
      DefaultTemplateData: "{}",
      Destinations: [{ Destination: TO }],
    }),
    SendCustomVerificationEmail: (made) => ({ ...ofVerification(made), EmailAddress: "new@example.com" }),
    SendEmail: (made) => ({ ...send(made), Message: MESSAGE }),
    SendRawEmail: ({ sender }) => ({
      Source: sender,
      Destinations: TO.ToAddresses,
      RawMessage: { Data: Buffer.from("Subject: Hello\r\n\r\nHello\r\n") },
    }),
    SendTemplatedEmail: (made) => ({ ...send(made), Template: made.template, TemplateData: `{"name":"Ada"}` }),
    SetActiveReceiptRuleSet: ({ active }) => ({ RuleSetName: active }),
    SetIdentityDkimEnabled: () => ({ ...ofDomain(), DkimEnabled: true }),
    SetIdentityFeedbackForwardingEnabled: () => ({ ...ofDomain(), ForwardingEnabled: true }),
    SetIdentityHeadersInNotificationsEnabled: () => ({ ...ofDomain(), NotificationType: "Bounce", Enabled: true }),
    SetIdentityMailFromDomain: ofDomain,
    SetIdentityNotificationTopic: () => ({ ...ofDomain(), NotificationType: "Bounce" }),
    SetReceiptRulePosition: onRule,
    TestRenderTemplate: ({ template }) => ({ TemplateName: template, TemplateData: `{"name":"Ada"}` }),
    UpdateAccountSendingEnabled: () => ({ Enabled: true }),
    UpdateConfigurationSetEventDestination: (made) => ({ ...inSet(made), ...telling(made.destination, made.topic) }),
    UpdateConfigurationSetReputationMetricsEnabled: (made) => ({ ...inSet(made), Enabled: true }),
    UpdateConfigurationSetSendingEnabled: (made) => ({ ...inSet(made), Enabled: true }),
    UpdateCustomVerificationEmailTemplate: ofVerification,
    UpdateReceiptRule: (made) => ({ ...inRules(made), Rule: { Name: made.rule } }),
    UpdateTemplate: ({ template }) => ({ Template: { TemplateName: template, ...PARTS } }),
    VerifyDomainDkim: () => ({ Domain: "example.com" }),
    VerifyDomainIdentity: () => ({ Domain: "example.com" }),
    VerifyEmailAddress: ({ sender }) => ({ EmailAddress: sender }),
    VerifyEmailIdentity: ({ sender }) => ({ EmailAddress: sender }),
  },
  everywhere: {
    AccountSendingPausedException: PAUSED,
    AlreadyExistsException: ({ rules }, ask) => ask({ RuleSetName: rules }),
    ConfigurationSetDoesNotExistException: (_, ask) => ask({ ConfigurationSetName: NOBODY }),
    ConfigurationSetSendingPausedException: SET_PAUSED,
    CustomVerificationEmailInvalidContentException: (_, ask) => ask({ TemplateContent: "<script></script>" }),
    CustomVerificationEmailTemplateDoesNotExistException: (_, ask) => ask({ TemplateName: NOBODY }),
    EventDestinationDoesNotExistException: ({ topic }, ask) =>
      ask({ EventDestinationName: NOBODY, ...telling(NOBODY, topic) }),
    FromEmailAddressNotVerifiedException: (_, ask) => ask({ FromEmailAddress: NOT_VERIFIED }),
    InvalidCloudWatchDestinationException: unprovokable("CloudWatch takes the metrics of every account."),
    InvalidFirehoseDestinationException: ({ destination, name, topic, account }, ask, operation) => {
      const IAMRoleARN = `arn:aws:iam::${account.account}:role/nobody`;
      const DeliveryStreamARN = `arn:aws:firehose:${account.region}:${account.account}:deliverystream/nobody`;
      const more = { KinesisFirehoseDestination: { IAMRoleARN, DeliveryStreamARN } };
      return ask(telling(operation.startsWith("Update") ? destination : name(), topic, more));
    },
    InvalidLambdaFunctionException: withRule({
      LambdaAction: { FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:nobody" },
    }),
    InvalidS3ConfigurationException: withRule({ S3Action: { BucketName: "a-bucket-that-nobody-has" } }),
    InvalidSNSDestinationException: ({ destination, name, topic }, ask, operation) =>
      ask(telling(operation.startsWith("Update") ? destination : name(), `${topic}-of-nobody`)),
    InvalidSnsTopicException: ({ topic, rule, name }, ask, operation) =>
      ask(doing(operation === "UpdateReceiptRule" ? rule : name(), { SNSAction: { TopicArn: `${topic}-of-nobody` } })),
    InvalidTemplateException: ({ template }, ask) =>
      ask({ Template: { TemplateName: template, SubjectPart: "{{#if}" } }),
    LimitExceededException: until(39, (RuleSetName) => ({ RuleSetName }), withRules),
    MailFromDomainNotVerifiedException: unprovokable(
      "The MX record of a MAIL FROM domain counts as found: mails are delivered within the machine.",
    ),
    MessageRejected: (_, ask) => ask({ Source: NOT_VERIFIED }),
    RuleDoesNotExistException: (_, ask) => ask({ RuleName: NOBODY }),
    RuleSetDoesNotExistException: (_, ask) => ask({ RuleSetName: NOBODY }),
    TemplateDoesNotExistException: (_, ask) => ask({ TemplateName: NOBODY, Template: NOBODY }),
  },
  operations: together<Made>(
    forAll(["CreateReceiptRule", "UpdateReceiptRule"], {
      RuleDoesNotExistException: (_, ask, operation) =>
        ask(operation === "UpdateReceiptRule" ? { Rule: { Name: NOBODY } } : { After: NOBODY }),
    }),
    {
      CloneReceiptRuleSet: { RuleSetDoesNotExistException: (_, ask) => ask({ OriginalRuleSetName: NOBODY }) },
      CreateConfigurationSet: {
        ConfigurationSetAlreadyExistsException: ({ set }, ask) => ask({ ConfigurationSet: { Name: set } }),
        InvalidConfigurationSetException: (_, ask) => ask({ ConfigurationSet: { Name: "no name" } }),
        LimitExceededException: unprovokable("There may be 10,000 sets: the check is the one of receipt rule sets."),
      },
      CreateConfigurationSetEventDestination: {
        EventDestinationAlreadyExistsException: ({ destination, topic }, ask) => ask(telling(destination, topic)),
        LimitExceededException: async (made, ask) => {
          const Name = made.name();
          await made.call("CreateConfigurationSet", { ConfigurationSet: { Name } });
          const add = () => ask({ ConfigurationSetName: Name, ...telling(made.name(), made.topic) });
          for (let count = 0; count < 10; count += 1) await add();
          return add();
        },
      },
      CreateCustomVerificationEmailTemplate: {
        CustomVerificationEmailTemplateAlreadyExistsException: ({ verification }, ask) =>
          ask({ TemplateName: verification }),
        LimitExceededException: until(50, (TemplateName) => ({ TemplateName })),
      },
      CreateReceiptFilter: {
        AlreadyExistsException: async (_, ask) => {
          await ask(filter("taken"));
          return ask(filter("taken"));
        },
        LimitExceededException: until(100, filter),
      },
      CreateReceiptRule: {
        AlreadyExistsException: ({ rule }, ask) => ask({ Rule: { Name: rule } }),
        LimitExceededException: until(200, (Name) => ({ Rule: { Name } }), withRules),
      },
      CreateTemplate: {
        AlreadyExistsException: ({ template }, ask) => ask({ Template: { TemplateName: template, ...PARTS } }),
        LimitExceededException: unprovokable("There may be 20,000 templates: the check is the one of rule sets."),
      },
      DeleteReceiptRuleSet: { CannotDeleteException: ({ active }, ask) => ask({ RuleSetName: active }) },
      PutConfigurationSetDeliveryOptions: {
        InvalidDeliveryOptionsException: unprovokable(
          "A policy that is none is a ValidationError, and both that there are can be met.",
        ),
      },
      PutIdentityPolicy: { InvalidPolicyException: (_, ask) => ask({ Policy: "no policy" }) },
      ReorderReceiptRuleSet: { RuleDoesNotExistException: (_, ask) => ask({ RuleNames: [NOBODY] }) },
      SendBulkTemplatedEmail: {
        AccountSendingPausedException: PER_DESTINATION,
        ConfigurationSetDoesNotExistException: PER_DESTINATION,
        ConfigurationSetSendingPausedException: PER_DESTINATION,
        MessageRejected: PER_DESTINATION,
      },
      SendBounce: { MessageRejected: (_, ask) => ask() },
      SendCustomVerificationEmail: {
        FromEmailAddressNotVerifiedException: unverifiedSince,
        MessageRejected: unprovokable(
          "The mail is made of a template that was looked at: nothing in it can be rejected.",
        ),
        ProductionAccessNotGrantedException: async (made, ask) =>
          ask(
            {},
            await elsewhere(made, (aws) =>
              aws.sesV2.putAccountDetails({
                MailType: "TRANSACTIONAL",
                WebsiteURL: "https://example.com",
                ProductionAccessEnabled: false,
              }),
            ),
          ),
      },
      TestRenderTemplate: {
        InvalidRenderingParameterException: (_, ask) => ask({ TemplateData: "no JSON" }),
        MissingRenderingAttributeException: (_, ask) => ask({ TemplateData: "{}" }),
      },
      UpdateTemplate: {
        TemplateDoesNotExistException: (_, ask) => ask({ Template: { TemplateName: NOBODY, ...PARTS } }),
      },
      UpdateReceiptRule: { LimitExceededException: unprovokable("No rule is added.") },
    },
  ),
});

function filter(Name: string): object {
  return { Filter: { Name, IpFilter: { Policy: "Block", Cidr: "10.0.0.1" } } };
}

/** A template whose sender was verified when it was made. */
async function unverifiedSince({ call, name }: Made & Grounds, ask: Ask): Promise<unknown> {
  const [domain, TemplateName] = [`${name()}.example.org`, name()];
  await call("VerifyDomainIdentity", { Domain: domain });
  const words = { FromEmailAddress: `hello@${domain}`, ...WORDS, ...PAGES };
  await call("CreateCustomVerificationEmailTemplate", { TemplateName, ...words });
  await call("DeleteIdentity", { Identity: domain });
  return ask({ TemplateName });
}
