// How each documented error of EventBridge is provoked.

import { QUOTAS } from "../../../src/services/eventbridge/quotas.ts";
import { load, save } from "../../../src/services/eventbridge/repo.ts";
import { groundsFor } from "./grounds.ts";
import { sweepOf, unprovokable, type Ask, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly busName: string;
  readonly busArn: string;
  readonly ruleName: string;
  readonly ruleArn: string;
  readonly archiveName: string;
  readonly archiveArn: string;
  readonly connectionName: string;
  readonly connectionArn: string;
  readonly destinationName: string;
  /** A replay that is over. */
  readonly replayName: string;
  readonly queueArn: string;
}

const PATTERN = '{"source":["sweep"]}';
const KEY = {
  AuthorizationType: "API_KEY",
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "key", ApiKeyValue: "value" } },
} as const;
const DAY = { EventStartTime: new Date("2025-12-01"), EventEndTime: new Date("2025-12-02") };

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const { eventBridge } = aws;
  const busName = name();
  const ruleName = name();
  const archiveName = name();
  const connectionName = name();
  const destinationName = name();
  const replayName = name();
  const busArn = (await eventBridge.createEventBus({ Name: busName })).EventBusArn ?? "";
  const rule = { Name: ruleName, EventBusName: busName, EventPattern: PATTERN };
  const ruleArn = (await eventBridge.putRule(rule)).RuleArn ?? "";
  const archived = { ArchiveName: archiveName, EventSourceArn: busArn };
  const archiveArn = (await eventBridge.createArchive(archived)).ArchiveArn ?? "";
  const connectionArn = (await eventBridge.createConnection({ Name: connectionName, ...KEY })).ConnectionArn ?? "";
  await eventBridge.createApiDestination({
    Name: destinationName,
    ConnectionArn: connectionArn,
    InvocationEndpoint: "https://localhost/",
    HttpMethod: "POST",
  });
  const Destination = { Arn: busArn };
  await eventBridge.startReplay({ ReplayName: replayName, EventSourceArn: archiveArn, Destination, ...DAY });
  await yard.yard.context.jobs.settled();
  const queueArn = `arn:aws:sqs:${account.region}:${account.account}:nobody`;
  return {
    ...{ busName, busArn, ruleName, ruleArn, archiveName, archiveArn, connectionName, connectionArn },
    ...{ destinationName, replayName, queueArn },
  };
}

type Kind = keyof typeof QUOTAS;

/** Asks in an account that has as many of a kind as it may: `first` makes one and says what to ask, the rest is written down after its like. */
async function inFullAccount(
  { yard, name }: Grounds,
  kind: Kind,
  first: (full: Grounds, name: string) => Promise<object>,
  ask: Ask,
): Promise<unknown> {
  const full = await groundsFor(yard, "eventbridge");
  const firstName = name();
  const change = await first(full, firstName);
  yard.yard.context.store.write((tx) => {
    const record = load(tx, full.account, kind, firstName);
    if (record === undefined) throw new Error(`There is no ${kind} to go by.`);
    for (let made = 1; made < QUOTAS[kind]; made += 1) save(tx, full.account, kind, { ...record, name: name() });
  });
  return ask(change, await full.user("events:*"));
}

const NO_BUS = { EventBusName: "nobody" };
const ON_BUS: ErrorTable<Made>["operations"][string] = { ResourceNotFoundException: (_, ask) => ask(NO_BUS) };
const BY_ARN: ErrorTable<Made>["operations"][string] = {
  ResourceNotFoundException: ({ busArn }, ask) => ask({ ResourceARN: `${busArn}-nobody` }),
};
const EVERY_REGION = unprovokable("It is served in every Region of a yard.");
const NOTHING_MORE = unprovokable("It makes nothing of which an account has a number.");
const BAD_PATTERN = { EventPattern: '{"source": "no list"}' };
const badPattern = (_: Made & Grounds, ask: Ask): Promise<unknown> => ask(BAD_PATTERN);

/** The errors sweep of EventBridge. */
export const eventbridge = sweepOf<Made>({
  service: "eventbridge",
  prepare,
  inputs: {
    CancelReplay: ({ replayName }) => ({ ReplayName: replayName }),
    CreateApiDestination: ({ name, connectionArn }) => ({
      Name: name(),
      ConnectionArn: connectionArn,
      InvocationEndpoint: "https://localhost/",
      HttpMethod: "POST",
    }),
    CreateArchive: ({ name, busArn }) => ({ ArchiveName: name(), EventSourceArn: busArn }),
    CreateConnection: ({ name }) => ({ Name: name(), ...KEY }),
    CreateEventBus: ({ name }) => ({ Name: name() }),
    DeauthorizeConnection: ({ connectionName }) => ({ Name: connectionName }),
    DeleteApiDestination: ({ destinationName }) => ({ Name: destinationName }),
    DeleteArchive: ({ archiveName }) => ({ ArchiveName: archiveName }),
    DeleteConnection: ({ connectionName }) => ({ Name: connectionName }),
    DeleteEventBus: ({ busName }) => ({ Name: busName }),
    DeleteRule: ({ ruleName, busName }) => ({ Name: ruleName, EventBusName: busName }),
    DescribeApiDestination: ({ destinationName }) => ({ Name: destinationName }),
    DescribeArchive: ({ archiveName }) => ({ ArchiveName: archiveName }),
    DescribeConnection: ({ connectionName }) => ({ Name: connectionName }),
    DescribeEventBus: ({ busName }) => ({ Name: busName }),
    DescribeReplay: ({ replayName }) => ({ ReplayName: replayName }),
    DescribeRule: ({ ruleName, busName }) => ({ Name: ruleName, EventBusName: busName }),
    DisableRule: ({ ruleName, busName }) => ({ Name: ruleName, EventBusName: busName }),
    EnableRule: ({ ruleName, busName }) => ({ Name: ruleName, EventBusName: busName }),
    ListApiDestinations: () => ({}),
    ListArchives: () => ({}),
    ListConnections: () => ({}),
    ListEventBuses: () => ({}),
    ListReplays: () => ({}),
    ListRuleNamesByTarget: ({ queueArn }) => ({ TargetArn: queueArn }),
    ListRules: () => ({}),
    ListTagsForResource: ({ busArn }) => ({ ResourceARN: busArn }),
    ListTargetsByRule: ({ ruleName, busName }) => ({ Rule: ruleName, EventBusName: busName }),
    PutEvents: () => ({ Entries: [{ Source: "sweep", DetailType: "x", Detail: "{}" }] }),
    PutPermission: ({ busName, account }) => ({
      EventBusName: busName,
      StatementId: "one",
      Action: "events:PutEvents",
      Principal: account.account,
    }),
    PutRule: ({ ruleName, busName }) => ({ Name: ruleName, EventBusName: busName, EventPattern: PATTERN }),
    PutTargets: ({ ruleName, busName, queueArn }) => ({
      Rule: ruleName,
      EventBusName: busName,
      Targets: [{ Id: "one", Arn: queueArn }],
    }),
    RemovePermission: ({ busName }) => ({ EventBusName: busName, StatementId: "one" }),
    RemoveTargets: ({ ruleName, busName }) => ({ Rule: ruleName, EventBusName: busName, Ids: ["one"] }),
    StartReplay: ({ name, archiveArn, busArn }) => ({
      ReplayName: name(),
      EventSourceArn: archiveArn,
      Destination: { Arn: busArn },
      ...DAY,
    }),
    TagResource: ({ busArn }) => ({ ResourceARN: busArn, Tags: [{ Key: "key", Value: "value" }] }),
    TestEventPattern: () => ({ EventPattern: PATTERN, Event: "{}" }),
    UntagResource: ({ busArn }) => ({ ResourceARN: busArn, TagKeys: ["key"] }),
    UpdateApiDestination: ({ destinationName }) => ({ Name: destinationName }),
    UpdateArchive: ({ archiveName }) => ({ ArchiveName: archiveName }),
    UpdateConnection: ({ connectionName }) => ({ Name: connectionName }),
    UpdateEventBus: ({ busName }) => ({ Name: busName }),
  },
  everywhere: {
    ConcurrentModificationException: unprovokable("Each call is one transaction: none meets another half-way."),
    InternalException: unprovokable("It would be a bug of ours."),
    ManagedRuleException: unprovokable("No service makes rules in an account's name here."),
    ResourceNotFoundException: (_, ask) => ask({ Name: "nobody" }),
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
    LimitExceededException: NOTHING_MORE,
    OperationDisabledException: EVERY_REGION,
  },
  operations: {
    CancelReplay: {
      IllegalStatusException: (_, ask) => ask(),
      ResourceNotFoundException: (_, ask) => ask({ ReplayName: "nobody" }),
    },
    CreateApiDestination: {
      LimitExceededException: (made, ask) =>
        inFullAccount(
          made,
          "api-destination",
          async ({ aws }, Name) => {
            const { ConnectionArn = "" } = await aws.eventBridge.createConnection({ Name, ...KEY });
            const destination = {
              ConnectionArn,
              InvocationEndpoint: "https://localhost/",
              HttpMethod: "POST",
            } as const;
            await aws.eventBridge.createApiDestination({ Name, ...destination });
            return destination;
          },
          ask,
        ),
      ResourceAlreadyExistsException: ({ destinationName }, ask) => ask({ Name: destinationName }),
      ResourceNotFoundException: ({ connectionArn, connectionName }, ask) =>
        ask({ ConnectionArn: connectionArn.replace(connectionName, "nobody") }),
    },
    CreateArchive: {
      InvalidEventPatternException: badPattern,
      LimitExceededException: unprovokable("AWS publishes no number of archives."),
      ResourceAlreadyExistsException: ({ archiveName }, ask) => ask({ ArchiveName: archiveName }),
      ResourceNotFoundException: ({ busArn }, ask) => ask({ EventSourceArn: `${busArn}-nobody` }),
    },
    CreateConnection: {
      LimitExceededException: (made, ask) =>
        inFullAccount(
          made,
          "connection",
          async ({ aws }, Name) => {
            await aws.eventBridge.createConnection({ Name, ...KEY });
            return {};
          },
          ask,
        ),
      ResourceAlreadyExistsException: ({ connectionName }, ask) => ask({ Name: connectionName }),
      ResourceNotFoundException: unprovokable(
        "It is about resource configurations of VPC Lattice, which are not here.",
      ),
    },
    CreateEventBus: {
      InvalidStateException: unprovokable("It is about event sources of partners, which are not here."),
      LimitExceededException: (made, ask) =>
        inFullAccount(
          made,
          "event-bus",
          async ({ aws }, Name) => {
            await aws.eventBridge.createEventBus({ Name });
            return {};
          },
          ask,
        ),
      ResourceAlreadyExistsException: ({ busName }, ask) => ask({ Name: busName }),
      ResourceNotFoundException: unprovokable("It is about event sources of partners, which are not here."),
    },
    DeleteArchive: { ResourceNotFoundException: (_, ask) => ask({ ArchiveName: "nobody" }) },
    DeleteRule: ON_BUS,
    DescribeArchive: {
      ResourceAlreadyExistsException: unprovokable(
        "It is documented, but nothing is made that could be there already.",
      ),
      ResourceNotFoundException: (_, ask) => ask({ ArchiveName: "nobody" }),
    },
    DescribeReplay: { ResourceNotFoundException: (_, ask) => ask({ ReplayName: "nobody" }) },
    ListArchives: { ResourceNotFoundException: ({ busArn }, ask) => ask({ EventSourceArn: `${busArn}-nobody` }) },
    ListRuleNamesByTarget: ON_BUS,
    ListRules: ON_BUS,
    ListTagsForResource: BY_ARN,
    ListTargetsByRule: { ResourceNotFoundException: (_, ask) => ask({ Rule: "nobody" }) },
    PutPermission: {
      ...ON_BUS,
      PolicyLengthExceededException: ({ busArn, account }, ask) => {
        const statement = (Sid: string): object => ({
          Sid,
          Effect: "Allow",
          Principal: { AWS: account.account },
          Action: "events:PutEvents",
          Resource: busArn,
        });
        const Statement = Array.from({ length: 100 }, (_, at) => statement(`Statement${at}`));
        const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
        return ask({ StatementId: undefined, Action: undefined, Principal: undefined, Policy });
      },
    },
    PutRule: {
      ...ON_BUS,
      InvalidEventPatternException: badPattern,
      LimitExceededException: async ({ aws, name }, ask) => {
        const EventBusName = name();
        await aws.eventBridge.createEventBus({ Name: EventBusName });
        // AWS: "Amazon EventBridge quotas": 300 rules of a bus.
        for (let made = 0; made < 300; made += 1)
          await aws.eventBridge.putRule({ Name: name(), EventBusName, EventPattern: PATTERN });
        return ask({ EventBusName, Name: name() });
      },
    },
    PutTargets: {
      // AWS: "Amazon EventBridge quotas": five targets of a rule.
      LimitExceededException: ({ queueArn }, ask) =>
        ask({ Targets: ["1", "2", "3", "4", "5", "6"].map((Id) => ({ Id, Arn: queueArn })) }),
      ResourceNotFoundException: (_, ask) => ask({ Rule: "nobody" }),
    },
    RemovePermission: { ResourceNotFoundException: (_, ask) => ask({ StatementId: "nobody" }) },
    RemoveTargets: { ResourceNotFoundException: (_, ask) => ask({ Rule: "nobody" }) },
    StartReplay: {
      InvalidEventPatternException: unprovokable("It takes no pattern; the archive's was checked when it was made."),
      LimitExceededException: (made, ask) =>
        inFullAccount(
          made,
          "replay",
          async ({ aws, yard, account }, ReplayName) => {
            const { EventBusArn = "" } = await aws.eventBridge.createEventBus({ Name: ReplayName });
            const archive = { ArchiveName: ReplayName, EventSourceArn: EventBusArn };
            const { ArchiveArn = "" } = await aws.eventBridge.createArchive(archive);
            const replay = { EventSourceArn: ArchiveArn, Destination: { Arn: EventBusArn } };
            await aws.eventBridge.startReplay({ ReplayName, ...replay, ...DAY });
            await yard.yard.context.jobs.settled();
            // It was over at once; those that are written down after its like are under way.
            yard.yard.context.store.write((tx) => {
              const record = load(tx, account, "replay", ReplayName);
              if (record === undefined) throw new Error("The replay is not there.");
              const { endedAtMs: _over, ...running } = record;
              save(tx, account, "replay", { ...running, state: "RUNNING" });
            });
            return replay;
          },
          ask,
        ),
      ResourceAlreadyExistsException: ({ replayName }, ask) => ask({ ReplayName: replayName }),
      ResourceNotFoundException: ({ archiveArn }, ask) => ask({ EventSourceArn: `${archiveArn}-nobody` }),
    },
    TagResource: BY_ARN,
    TestEventPattern: { InvalidEventPatternException: badPattern },
    UntagResource: BY_ARN,
    UpdateArchive: {
      InvalidEventPatternException: badPattern,
      ResourceNotFoundException: (_, ask) => ask({ ArchiveName: "nobody" }),
    },
  },
});
