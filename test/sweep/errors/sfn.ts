// How each documented error of Step Functions is provoked.

import { loadMachine, saveMachine, saveVersion } from "../../../src/services/states/repo.ts";
import { LIMITS } from "../../../src/services/states/limits.ts";
import { forAll, instead, sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly definition: string;
  readonly roleArn: string;
  /** A machine with a version and an alias. */
  readonly machineArn: string;
  readonly versionArn: string;
  readonly aliasArn: string;
  readonly activityArn: string;
  /** A machine whose deletion has begun and does not end: its ARN, and its version's. */
  deleting(): Promise<{ readonly arn: string; readonly name: string; readonly versionArn: string }>;
  /** A machine with as many versions as there may be, and another revision. */
  published(): Promise<string>;
}

const TRUST = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const RoleName = name();
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [TRUST] });
  await aws.iam.createRole({ RoleName, AssumeRolePolicyDocument });
  const roleArn = `arn:aws:iam::${account.account}:role/${RoleName}`;
  const definition = JSON.stringify({ StartAt: "S", States: { S: { Type: "Succeed" } } });
  const machine = async () => {
    const machineName = name();
    const made = await aws.sfn.createStateMachine({ name: machineName, definition, roleArn, publish: true });
    return { name: machineName, arn: made.stateMachineArn, versionArn: made.stateMachineVersionArn ?? "" };
  };
  const { arn: machineArn, versionArn } = await machine();
  const { stateMachineAliasArn: aliasArn } = await aws.sfn.createStateMachineAlias({
    name: "live",
    routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
  });
  const { activityArn } = await aws.sfn.createActivity({ name: name() });
  return {
    definition,
    roleArn,
    machineArn,
    versionArn,
    aliasArn,
    activityArn,
    async deleting() {
      const made = await machine();
      await aws.sfn.createStateMachineAlias({
        name: "live",
        routingConfiguration: [{ stateMachineVersionArn: made.versionArn, weight: 100 }],
      });
      yard.yard.context.store.write((tx) => {
        const record = loadMachine(tx, account, made.name);
        if (record === undefined) throw new Error("The machine is not there.");
        saveMachine(tx, account, { ...record, isDeleting: true });
      });
      return made;
    },
    async published() {
      const made = await machine();
      yard.yard.context.store.write((tx) => {
        const record = loadMachine(tx, account, made.name);
        if (record === undefined) throw new Error("The machine is not there.");
        const { currentVersion: _current, revision, ...rest } = record;
        for (let version = 1; version <= LIMITS.versions; version += 1)
          saveVersion(tx, account, made.name, { v: 1, version, createdAtMs: 0, revision });
        saveMachine(tx, account, { ...rest, revision, nextVersion: LIMITS.versions + 1 });
      });
      return made.arn;
    },
  };
}

const LONG = "x".repeat(257);
const AT_ONCE = unprovokable("Writes are over at once: none meets another half-way.");
const NO_KEYS = unprovokable("Customer managed keys are not served yet (501).");
const WHAT_FITS = unprovokable("AWS raises its quota on request; a yard keeps what the disk holds.");
const TOO_MANY = Array.from({ length: LIMITS.tags + 1 }, (_, index) => ({ key: `k${index}`, value: "v" }));
const OTHER_ENCRYPTION = { encryptionConfiguration: { type: "AWS_OWNED_KEY", kmsDataKeyReusePeriodSeconds: 60 } };
const nobody = (arn: string): string => arn.replace(/:[^:]*$/, ":nobody");

const KMS = {
  InvalidEncryptionConfiguration: (_: unknown, ask: (change: object) => Promise<unknown>) => ask(OTHER_ENCRYPTION),
  KmsAccessDeniedException: NO_KEYS,
  KmsInvalidStateException: NO_KEYS,
  KmsThrottlingException: NO_KEYS,
};

/** What UpdateStateMachine and CreateStateMachine answer alike. */
const SETTINGS = {
  ConflictException: AT_ONCE,
  InvalidDefinition: (_, ask) => ask({ definition: "{}" }),
  InvalidLoggingConfiguration: (_, ask) => ask({ loggingConfiguration: { level: "ALL" } }),
  InvalidTracingConfiguration: (_, ask) => ask({ tracingConfiguration: {} }),
  ValidationException: (_, ask) => ask({ publish: false, versionDescription: "none" }),
} satisfies ErrorTable<Made>["everywhere"];

const ON_ALIAS = {
  InvalidArn: (_, ask) => ask({ stateMachineAliasArn: "nothing" }),
  ResourceNotFound: ({ aliasArn }, ask) => ask({ stateMachineAliasArn: nobody(aliasArn) }),
  ValidationException: (_, ask) => ask({ stateMachineAliasArn: LONG }),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of Step Functions. */
export const sfn = sweepOf<Made>({
  service: "sfn",
  prepare,
  inputs: {
    CreateActivity: ({ name }) => ({ name: name() }),
    CreateStateMachine: ({ definition, name, roleArn }) => ({ name: name(), definition, roleArn }),
    CreateStateMachineAlias: ({ name, versionArn }) => ({
      name: name(),
      routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
    }),
    DeleteActivity: ({ activityArn }) => ({ activityArn: nobody(activityArn) }),
    DeleteStateMachine: ({ machineArn }) => ({ stateMachineArn: nobody(machineArn) }),
    DeleteStateMachineAlias: ({ aliasArn }) => ({ stateMachineAliasArn: nobody(aliasArn) }),
    DeleteStateMachineVersion: ({ machineArn }) => ({ stateMachineVersionArn: `${machineArn}:99` }),
    DescribeActivity: ({ activityArn }) => ({ activityArn }),
    DescribeStateMachine: ({ machineArn }) => ({ stateMachineArn: machineArn }),
    DescribeStateMachineAlias: ({ aliasArn }) => ({ stateMachineAliasArn: aliasArn }),
    ListActivities: () => ({}),
    ListStateMachineAliases: ({ machineArn }) => ({ stateMachineArn: machineArn }),
    ListStateMachineVersions: ({ machineArn }) => ({ stateMachineArn: machineArn }),
    ListStateMachines: () => ({}),
    ListTagsForResource: ({ machineArn }) => ({ resourceArn: machineArn }),
    PublishStateMachineVersion: ({ machineArn }) => ({ stateMachineArn: machineArn }),
    TagResource: ({ machineArn }) => ({ resourceArn: machineArn, tags: [{ key: "a", value: "b" }] }),
    UntagResource: ({ machineArn }) => ({ resourceArn: machineArn, tagKeys: ["a"] }),
    UpdateStateMachine: ({ definition, machineArn }) => ({ stateMachineArn: machineArn, definition }),
    UpdateStateMachineAlias: ({ aliasArn }) => ({ stateMachineAliasArn: aliasArn, description: "new" }),
    ValidateStateMachineDefinition: ({ definition }) => ({ definition }),
  },
  everywhere: {
    ...KMS,
    InvalidArn: (_, ask) => ask({ stateMachineArn: "nothing" }),
    InvalidName: (_, ask) => ask({ name: "not a name" }),
    InvalidToken: (_, ask) => ask({ nextToken: "nothing" }),
    StateMachineDeleting: async ({ deleting }, ask) => ask({ stateMachineArn: (await deleting()).arn }),
    StateMachineDoesNotExist: ({ machineArn }, ask) => ask({ stateMachineArn: nobody(machineArn) }),
    TooManyTags: (_, ask) => ask({ tags: TOO_MANY }),
    ValidationException: (_, ask) => ask({ stateMachineArn: LONG }),
  },
  operations: {
    DescribeStateMachineAlias: ON_ALIAS,
    UpdateStateMachineAlias: {
      ...ON_ALIAS,
      ConflictException: AT_ONCE,
      StateMachineDeleting: async ({ deleting }, ask) =>
        ask({ stateMachineAliasArn: `${(await deleting()).arn}:live` }),
    },
    ...forAll<Made>(["ListTagsForResource", "TagResource", "UntagResource"], {
      InvalidArn: (_, ask) => ask({ resourceArn: "nothing" }),
      ResourceNotFound: ({ machineArn }, ask) => ask({ resourceArn: nobody(machineArn) }),
    }),
    CreateActivity: {
      ActivityAlreadyExists: NO_KEYS,
      ActivityLimitExceeded: WHAT_FITS,
    },
    CreateStateMachine: {
      ...SETTINGS,
      InvalidArn: (_, ask) => ask({ roleArn: "nothing" }),
      StateMachineAlreadyExists: async ({ aws, definition, name, roleArn }, ask) => {
        const taken = name();
        await aws.sfn.createStateMachine({ name: taken, definition, roleArn });
        return ask({ name: taken, definition: `${definition} ` });
      },
      StateMachineDeleting: async ({ deleting }, ask) => ask({ name: (await deleting()).name, publish: true }),
      StateMachineLimitExceeded: WHAT_FITS,
      StateMachineTypeNotSupported: instead(
        {
          code: "ValidationException",
          status: 400,
          reason: "The API reference declares the two types, and values beside them are violations of that.",
        },
        (_, ask) => ask({ type: "FAST" }),
      ),
    },
    CreateStateMachineAlias: {
      ConflictException: ({ machineArn: _arn, versionArn }, ask) =>
        ask({
          name: "live",
          description: "another",
          routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
        }),
      // AWS: recorded: whatever is no version's ARN is a routing configuration that is not valid.
      InvalidArn: instead(
        { code: "ValidationException", status: 400, reason: "Recorded: ARNs of versions are asked for." },
        (_, ask) => ask({ routingConfiguration: [{ stateMachineVersionArn: "nothing", weight: 100 }] }),
      ),
      InvalidName: instead(
        { code: "ValidationException", status: 400, reason: "Recorded: names are violations of their pattern." },
        (_, ask) => ask({ name: "not a name" }),
      ),
      ResourceNotFound: ({ machineArn }, ask) =>
        ask({ routingConfiguration: [{ stateMachineVersionArn: `${machineArn}:99`, weight: 100 }] }),
      ServiceQuotaExceededException: async ({ aws, definition, name, roleArn }, ask) => {
        const machine = { name: name(), definition, roleArn, publish: true };
        const { stateMachineVersionArn: versionArn = "" } = await aws.sfn.createStateMachine(machine);
        const routingConfiguration = [{ stateMachineVersionArn: versionArn, weight: 100 }];
        for (let made = 0; made < LIMITS.aliases; made += 1)
          await aws.sfn.createStateMachineAlias({ name: `a${made}`, routingConfiguration });
        return ask({ routingConfiguration });
      },
      StateMachineDeleting: async ({ deleting }, ask) =>
        ask({ routingConfiguration: [{ stateMachineVersionArn: (await deleting()).versionArn, weight: 100 }] }),
      ValidationException: ({ versionArn }, ask) =>
        ask({ routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 99 }] }),
    },
    DeleteActivity: { InvalidArn: (_, ask) => ask({ activityArn: "nothing" }) },
    DeleteStateMachineAlias: {
      ConflictException: AT_ONCE,
      InvalidArn: (_, ask) => ask({ stateMachineAliasArn: "nothing" }),
      ResourceNotFound: unprovokable("Recorded: aliases that are not there are deleted without an error."),
      ValidationException: (_, ask) => ask({ stateMachineAliasArn: LONG }),
    },
    DeleteStateMachineVersion: {
      ConflictException: ({ versionArn }, ask) => ask({ stateMachineVersionArn: versionArn }),
      InvalidArn: (_, ask) => ask({ stateMachineVersionArn: "nothing" }),
      ValidationException: (_, ask) => ask({ stateMachineVersionArn: "x".repeat(2001) }),
    },
    DescribeActivity: {
      ActivityDoesNotExist: ({ activityArn }, ask) => ask({ activityArn: nobody(activityArn) }),
      InvalidArn: (_, ask) => ask({ activityArn: "nothing" }),
    },
    ListStateMachineAliases: {
      ResourceNotFound: ({ machineArn }, ask) => ask({ stateMachineArn: `${machineArn}:99` }),
    },
    PublishStateMachineVersion: {
      ConflictException: (_, ask) => ask({ revisionId: "another" }),
      ServiceQuotaExceededException: async ({ published }, ask) => ask({ stateMachineArn: await published() }),
    },
    UpdateStateMachine: {
      ...SETTINGS,
      MissingRequiredParameter: (_, ask) => ask({ definition: undefined }),
      ServiceQuotaExceededException: async ({ published }, ask) =>
        ask({ stateMachineArn: await published(), publish: true }),
    },
    ValidateStateMachineDefinition: { ValidationException: (_, ask) => ask({ maxResults: 101 }) },
  },
});
