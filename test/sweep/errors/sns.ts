// How each documented error of SNS is provoked.

import { loadTopic, removeTopic, saveTopic } from "../../../src/services/sns/repo.ts";
import { parseTopicArn } from "../../../src/services/sns/topic.ts";
import { answerTextMessage } from "../../../src/services/sns/text-message-answer.ts";
import { type Ask, type ErrorTable, type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  readonly topicArn: string;
  readonly subscriptionArn: string;
  readonly applicationArn: string;
  /** Of a device. */
  readonly endpointArn: string;
  /** A phone number that nobody has used. */
  number(): string;
  topic(attributes?: Record<string, string>): Promise<string>;
  /** A FIFO topic. */
  fifo(attributes?: Record<string, string>): Promise<string>;
  subscribe(topicArn: string, attributes?: Record<string, string>): Promise<string>;
  device(attributes: { Enabled: string }): Promise<string>;
  /** A topic with as many filter policies as it may have. */
  filtered(): Promise<string>;
}

async function prepare({ aws, account, name }: Grounds): Promise<Made> {
  let numbers = 0;
  const number = (): string => `+1555555${String((numbers += 1)).padStart(4, "0")}`;
  const topic = async (Attributes = {}) => (await aws.sns.createTopic({ Name: name(), Attributes })).TopicArn ?? "";
  const subscribe = async (TopicArn: string, Attributes = {}) => {
    const Endpoint = `arn:aws:sqs:${account.region}:${account.account}:${name()}${TopicArn.endsWith(".fifo") ? ".fifo" : ""}`;
    return (await aws.sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint, Attributes })).SubscriptionArn ?? "";
  };
  const application = async () => {
    const Attributes = { PlatformCredential: "secret" };
    const made = await aws.sns.createPlatformApplication({ Name: name(), Platform: "GCM", Attributes });
    return made.PlatformApplicationArn ?? "";
  };
  const device = async (Attributes: Record<string, string>) => {
    const PlatformApplicationArn = await application();
    return (
      (await aws.sns.createPlatformEndpoint({ PlatformApplicationArn, Token: name(), Attributes })).EndpointArn ?? ""
    );
  };
  const topicArn = await topic();
  let filtered: Promise<string> | undefined;
  const filter = async () => {
    const filteredArn = await topic();
    for (let count = 0; count < 200; count += 1) await subscribe(filteredArn, { FilterPolicy: '{"key":["value"]}' });
    return filteredArn;
  };
  return {
    filtered: () => (filtered ??= filter()),
    topicArn,
    subscriptionArn: await subscribe(topicArn),
    applicationArn: await application(),
    endpointArn: await device({ Enabled: "true" }),
    number,
    topic,
    subscribe,
    device,
    fifo: async (Attributes = {}) =>
      (await aws.sns.createTopic({ Name: `${name()}.fifo`, Attributes: { FifoTopic: "true", ...Attributes } }))
        .TopicArn ?? "",
  };
}

const ATOMIC = unprovokable("Tags are changed in one transaction each, so no two calls meet.");
const CONSISTENT = unprovokable("A deleted topic's tags are gone at once: there are no stale ones.");
const NO_TAG_POLICIES = unprovokable("Tag policies are AWS Organizations', which this cloud does not have yet.");
const IDEMPOTENT = unprovokable("AWS's reference says that deleting what is not there is no error.");
const COUNTED = unprovokable("A pending subscription is counted from its subscribing on, where the quota is held.");
const REPLAYED = unprovokable("A replay is under way before its call ends: never are two at it together.");
const VALIDATED = unprovokable(
  "What breaks a rule is answered with InvalidParameter, and what is missing with ValidationError, as recorded from AWS.",
);

/** Of the errors of a topic's key, those that publishing answers alike. */
const KEY_ERRORS = {
  KMSAccessDeniedException: async (made, ask) =>
    ask(await onKey(made, async () => undefined), await made.user("sns:*")),
  KMSDisabledException: async (made, ask) => ask(await onKey(made, (KeyId) => made.aws.kms.disableKey({ KeyId }))),
  KMSInvalidStateException: async (made, ask) =>
    ask(await onKey(made, (KeyId) => made.aws.kms.scheduleKeyDeletion({ KeyId }))),
  KMSNotFoundException: async ({ topic }, ask) => ask({ TopicArn: await topic({ KmsMasterKeyId: "alias/nobody" }) }),
  KMSOptInRequired: unprovokable("An account here has no subscriptions that could be missing."),
  KMSThrottlingException: unprovokable(
    "KMS has no request quotas here: nothing is gained by slowing one machine down.",
  ),
} satisfies ErrorTable<Made>["everywhere"];

async function onKey({ aws, topic }: Made & Grounds, spoil: (keyId: string) => Promise<unknown>): Promise<object> {
  const KmsMasterKeyId = (await aws.kms.createKey({})).KeyMetadata?.KeyId ?? "";
  const TopicArn = await topic({ KmsMasterKeyId });
  await spoil(KmsMasterKeyId);
  return { TopicArn };
}

const entries = (...ids: readonly string[]): object => ({
  PublishBatchRequestEntries: ids.map((Id) => ({ Id, Message: "message" })),
});
const noTopic = ({ topicArn }: Made, ask: Ask) => ask({ TopicArn: `${topicArn}-nobody` });
const noSubscription = ({ topicArn }: Made, ask: Ask) =>
  ask({ SubscriptionArn: `${topicArn}:00000000-0000-0000-0000-000000000000` });
const noApplication = ({ applicationArn }: Made, ask: Ask) =>
  ask({ PlatformApplicationArn: `${applicationArn}-nobody` });
const noEndpoint = ({ endpointArn }: Made, ask: Ask) => ask({ EndpointArn: `${endpointArn}0` });
const noResource = ({ topicArn }: Made, ask: Ask) => ask({ ResourceArn: `${topicArn}-nobody` });
const badTopic = (_: Made, ask: Ask) => ask({ TopicArn: "nothing" });
const badSubscription = (_: Made, ask: Ask) => ask({ SubscriptionArn: "nothing" });
const badApplication = (_: Made, ask: Ask) => ask({ PlatformApplicationArn: "nothing" });
const badEndpoint = (_: Made, ask: Ask) => ask({ EndpointArn: "nothing" });
const badResource = (_: Made, ask: Ask) => ask({ ResourceArn: "nothing" });
const badNumber = (_: Made, ask: Ask) => ask({ phoneNumber: "0", PhoneNumber: "0" });
const badToken = (_: Made, ask: Ask) => ask({ NextToken: "nothing" });
const manyTags = (_: Made, ask: Ask) =>
  ask({ Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `key${index}`, Value: "" })) });

/** The errors sweep of SNS. */
export const sns = sweepOf<Made>({
  service: "sns",
  prepare,
  inputs: {
    AddPermission: ({ topicArn, account, name }) => ({
      TopicArn: topicArn,
      Label: name(),
      AWSAccountId: [account.account],
      ActionName: ["Publish"],
    }),
    CheckIfPhoneNumberIsOptedOut: ({ number }) => ({ phoneNumber: number() }),
    ConfirmSubscription: ({ topicArn }) => ({ TopicArn: topicArn, Token: "nothing" }),
    CreatePlatformApplication: ({ name }) => ({
      Name: name(),
      Platform: "GCM",
      Attributes: { PlatformCredential: "secret" },
    }),
    CreatePlatformEndpoint: ({ applicationArn, name }) => ({ PlatformApplicationArn: applicationArn, Token: name() }),
    CreateSMSSandboxPhoneNumber: ({ number }) => ({ PhoneNumber: number() }),
    CreateTopic: ({ name }) => ({ Name: name() }),
    DeleteEndpoint: ({ endpointArn }) => ({ EndpointArn: endpointArn }),
    DeletePlatformApplication: ({ applicationArn }) => ({ PlatformApplicationArn: applicationArn }),
    DeleteSMSSandboxPhoneNumber: ({ number }) => ({ PhoneNumber: number() }),
    DeleteTopic: ({ topicArn }) => ({ TopicArn: topicArn }),
    GetEndpointAttributes: ({ endpointArn }) => ({ EndpointArn: endpointArn }),
    GetPlatformApplicationAttributes: ({ applicationArn }) => ({ PlatformApplicationArn: applicationArn }),
    GetSMSAttributes: () => ({}),
    GetSMSSandboxAccountStatus: () => ({}),
    GetSubscriptionAttributes: ({ subscriptionArn }) => ({ SubscriptionArn: subscriptionArn }),
    GetTopicAttributes: ({ topicArn }) => ({ TopicArn: topicArn }),
    ListEndpointsByPlatformApplication: ({ applicationArn }) => ({ PlatformApplicationArn: applicationArn }),
    ListOriginationNumbers: () => ({}),
    ListPhoneNumbersOptedOut: () => ({}),
    ListPlatformApplications: () => ({}),
    ListSMSSandboxPhoneNumbers: () => ({}),
    ListSubscriptions: () => ({}),
    ListSubscriptionsByTopic: ({ topicArn }) => ({ TopicArn: topicArn }),
    ListTagsForResource: ({ topicArn }) => ({ ResourceArn: topicArn }),
    ListTopics: () => ({}),
    OptInPhoneNumber: ({ number }) => ({ phoneNumber: number() }),
    Publish: ({ topicArn }) => ({ TopicArn: topicArn, Message: "message" }),
    PublishBatch: ({ topicArn }) => ({ TopicArn: topicArn, ...entries("1") }),
    RemovePermission: ({ topicArn }) => ({ TopicArn: topicArn, Label: "nobody" }),
    SetEndpointAttributes: ({ endpointArn }) => ({ EndpointArn: endpointArn, Attributes: { CustomUserData: "data" } }),
    SetPlatformApplicationAttributes: ({ applicationArn }) => ({
      PlatformApplicationArn: applicationArn,
      Attributes: { Enabled: "true" },
    }),
    SetSMSAttributes: () => ({ attributes: { DefaultSMSType: "Promotional" } }),
    SetSubscriptionAttributes: ({ subscriptionArn }) => ({
      SubscriptionArn: subscriptionArn,
      AttributeName: "RawMessageDelivery",
      AttributeValue: "true",
    }),
    SetTopicAttributes: ({ topicArn }) => ({
      TopicArn: topicArn,
      AttributeName: "DisplayName",
      AttributeValue: "name",
    }),
    Subscribe: ({ topicArn, number }) => ({ TopicArn: topicArn, Protocol: "sms", Endpoint: number() }),
    TagResource: ({ topicArn }) => ({ ResourceArn: topicArn, Tags: [{ Key: "key", Value: "value" }] }),
    Unsubscribe: ({ subscriptionArn }) => ({ SubscriptionArn: subscriptionArn }),
    UntagResource: ({ topicArn }) => ({ ResourceArn: topicArn, TagKeys: ["key"] }),
    VerifySMSSandboxPhoneNumber: ({ number }) => ({ PhoneNumber: number(), OneTimePassword: "000000" }),
  },
  everywhere: {
    AuthorizationErrorException: async ({ user }, ask) => ask({}, await user()),
    ConcurrentAccessException: ATOMIC,
    InternalErrorException: unprovokable("It is the service's own failure: here a bug."),
    InvalidParameterException: badTopic,
    InvalidSecurityException: unprovokable(
      "The yard listens on this machine only and without TLS; a signature other than SigV4 is refused before SNS is asked.",
    ),
    NotFoundException: noTopic,
    ReplayLimitExceededException: REPLAYED,
    ResourceNotFoundException: noResource,
    StaleTagException: CONSISTENT,
    TagPolicyException: NO_TAG_POLICIES,
    ThrottledException: unprovokable("Calls have no rates here: nothing is gained by slowing one machine down."),
  },
  operations: {
    CheckIfPhoneNumberIsOptedOut: { InvalidParameterException: badNumber },
    ConfirmSubscription: {
      FilterPolicyLimitExceededException: COUNTED,
      InvalidParameterException: (_, ask) => ask(),
      SubscriptionLimitExceededException: COUNTED,
    },
    CreatePlatformApplication: { InvalidParameterException: (_, ask) => ask({ Platform: "NOBODY" }) },
    CreatePlatformEndpoint: { InvalidParameterException: badApplication, NotFoundException: noApplication },
    CreateSMSSandboxPhoneNumber: {
      InvalidParameterException: badNumber,
      OptedOutException: ({ number, account, yard }, ask) => {
        const PhoneNumber = number();
        answerTextMessage(yard.yard.context.store, account, PhoneNumber, "STOP");
        return ask({ PhoneNumber });
      },
      // AWS: "SMS sandbox": ten numbers.
      UserErrorException: async (_, ask) => {
        for (let count = 0; count <= 10; count += 1) await ask();
      },
    },
    CreateTopic: {
      InvalidParameterException: (_, ask) => ask({ Name: "not a name" }),
      TagLimitExceededException: manyTags,
      // AWS: "Service quotas", Amazon SNS: 1,000 FIFO topics.
      TopicLimitExceededException: async ({ topicArn, yard, account }, ask) => {
        const { store } = yard.yard.context;
        const { topicName } = parseTopicArn(topicArn);
        const names = Array.from({ length: 1_000 }, (_, index) => `many-${index}.fifo`);
        store.write((tx) => {
          const record = loadTopic(tx, account, topicName);
          if (record !== undefined) for (const name of names) saveTopic(tx, account, { ...record, name });
        });
        const last = ask({ Name: "last.fifo", Attributes: { FifoTopic: "true" } });
        return last.finally(() => store.write((tx) => names.forEach((name) => removeTopic(tx, account, name))));
      },
    },
    DeleteEndpoint: { InvalidParameterException: badEndpoint },
    DeletePlatformApplication: { InvalidParameterException: badApplication },
    DeleteSMSSandboxPhoneNumber: {
      InvalidParameterException: badNumber,
      ResourceNotFoundException: (_, ask) => ask(),
      // AWS: "SMS sandbox": 24 hours after it was verified or tried. The account has numbers by now.
      UserErrorException: async ({ aws }, ask) =>
        ask({ PhoneNumber: (await aws.sns.listSMSSandboxPhoneNumbers({})).PhoneNumbers?.[0]?.PhoneNumber }),
    },
    DeleteTopic: {
      InvalidStateException: async ({ fifo }, ask) =>
        ask({ TopicArn: await fifo({ ArchivePolicy: '{"MessageRetentionPeriod":"1"}' }) }),
      NotFoundException: IDEMPOTENT,
    },
    GetEndpointAttributes: { InvalidParameterException: badEndpoint, NotFoundException: noEndpoint },
    GetPlatformApplicationAttributes: { InvalidParameterException: badApplication, NotFoundException: noApplication },
    GetSMSAttributes: { InvalidParameterException: (_, ask) => ask({ attributes: ["Color"] }) },
    GetSubscriptionAttributes: { InvalidParameterException: badSubscription, NotFoundException: noSubscription },
    ListEndpointsByPlatformApplication: { InvalidParameterException: badApplication, NotFoundException: noApplication },
    ListOriginationNumbers: {
      InvalidParameterException: badToken,
      ValidationException: (_, ask) => ask({ MaxResults: 31 }),
    },
    ListPhoneNumbersOptedOut: { InvalidParameterException: (_, ask) => ask({ nextToken: "nothing" }) },
    ListPlatformApplications: { InvalidParameterException: badToken },
    ListSMSSandboxPhoneNumbers: {
      InvalidParameterException: badToken,
      ResourceNotFoundException: unprovokable("It lists, and names nothing that could be missing."),
    },
    ListSubscriptions: { InvalidParameterException: badToken },
    ListTagsForResource: { InvalidParameterException: badResource },
    ListTopics: { InvalidParameterException: badToken },
    OptInPhoneNumber: { InvalidParameterException: badNumber },
    Publish: {
      ...KEY_ERRORS,
      EndpointDisabledException: async ({ device }, ask) =>
        ask({ TopicArn: undefined, TargetArn: await device({ Enabled: "false" }) }),
      InvalidParameterValueException: (_, ask) => {
        const MessageAttributes = { key: { DataType: "Number", StringValue: "many" } };
        return ask({ MessageAttributes });
      },
      PlatformApplicationDisabledException: async ({ device, aws }, ask) => {
        const TargetArn = await device({ Enabled: "true" });
        const PlatformApplicationArn = TargetArn.replace(":endpoint/", ":app/").replace(/\/[^/]*$/, "");
        await aws.sns.setPlatformApplicationAttributes({ PlatformApplicationArn, Attributes: { Enabled: "false" } });
        return ask({ TopicArn: undefined, TargetArn });
      },
      ValidationException: VALIDATED,
    },
    PublishBatch: {
      ...KEY_ERRORS,
      BatchEntryIdsNotDistinctException: (_, ask) => ask(entries("1", "1")),
      BatchRequestTooLongException: (_, ask) => {
        const half = "x".repeat(140_000);
        return ask({ PublishBatchRequestEntries: ["1", "2"].map((Id) => ({ Id, Message: half })) });
      },
      EmptyBatchRequestException: (_, ask) => ask(entries()),
      EndpointDisabledException: unprovokable(
        "A batch goes to a topic, which takes it whatever its endpoints are like.",
      ),
      InvalidBatchEntryIdException: (_, ask) => ask(entries("not an id")),
      InvalidParameterValueException: (_, ask) => {
        const MessageAttributes = { key: { DataType: "Number", StringValue: "many" } };
        return ask({ PublishBatchRequestEntries: [{ Id: "1", Message: "message", MessageAttributes }] });
      },
      PlatformApplicationDisabledException: unprovokable(
        "A batch goes to a topic, which takes it whatever its endpoints are like.",
      ),
      TooManyEntriesInBatchRequestException: (_, ask) => ask(entries(..."abcdefghijk".split(""))),
      ValidationException: VALIDATED,
    },
    SetEndpointAttributes: { InvalidParameterException: badEndpoint, NotFoundException: noEndpoint },
    SetPlatformApplicationAttributes: { InvalidParameterException: badApplication, NotFoundException: noApplication },
    SetSMSAttributes: { InvalidParameterException: (_, ask) => ask({ attributes: { Color: "red" } }) },
    SetSubscriptionAttributes: {
      FilterPolicyLimitExceededException: async ({ subscribe, filtered }, ask) => {
        const SubscriptionArn = await subscribe(await filtered());
        return ask({ SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: '{"key":["value"]}' });
      },
      InvalidParameterException: badSubscription,
      NotFoundException: noSubscription,
    },
    Subscribe: {
      FilterPolicyLimitExceededException: async ({ filtered }, ask) =>
        ask({ TopicArn: await filtered(), Attributes: { FilterPolicy: '{"key":["value"]}' } }),
      // AWS: "Service quotas", Amazon SNS: 100 of a FIFO topic.
      SubscriptionLimitExceededException: async ({ fifo, subscribe, account }, ask) => {
        const TopicArn = await fifo();
        for (let count = 0; count < 100; count += 1) await subscribe(TopicArn);
        const Endpoint = `arn:aws:sqs:${account.region}:${account.account}:last.fifo`;
        return ask({ TopicArn, Protocol: "sqs", Endpoint });
      },
    },
    TagResource: { InvalidParameterException: badResource, TagLimitExceededException: manyTags },
    Unsubscribe: {
      InvalidParameterException: badSubscription,
      NotFoundException: unprovokable(
        "AWS answers success for a subscription that is gone (LocalStack's recorded tests).",
      ),
    },
    UntagResource: {
      InvalidParameterException: badResource,
      TagLimitExceededException: unprovokable("Tags that are taken away are never too many."),
    },
    VerifySMSSandboxPhoneNumber: {
      InvalidParameterException: badNumber,
      ResourceNotFoundException: (_, ask) => ask(),
      VerificationException: async ({ aws }, ask) => {
        const { PhoneNumbers } = await aws.sns.listSMSSandboxPhoneNumbers({});
        return ask({ PhoneNumber: PhoneNumbers?.[0]?.PhoneNumber, OneTimePassword: "00000" });
      },
    },
  },
});
