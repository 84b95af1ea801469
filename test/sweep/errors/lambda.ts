// How each documented error of Lambda is provoked. Functions are made and asked, never run: all of these come before.

import { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { zipOf } from "../../../src/sandbox/testing/functions.ts";
import { passThrough } from "../../../src/services/lambda/recursion.ts";
import { sweepOf, unprovokable, type Caller, type ErrorTable, type Grounds } from "./table.ts";
import { INVOCATIONS } from "./lambda-invocations.ts";

interface Made {
  /** What every function is made of but its name. */
  readonly settings: object;
  /** Has the version 1, the alias "live" on it, and all settings that a function can have. */
  readonly functionName: string;
  readonly functionArn: string;
  /** Has the version 1, with a statement in its policy. */
  readonly layerName: string;
  readonly layerArn: string;
  readonly queueArn: string;
  /** Of a durable function that may not run: its execution "waiting" waits for ever. */
  readonly durableArn: string;
  readonly executionArn: string;
  readonly uuid: string;
  /** Another mapping's, which is not there. */
  readonly noUuid: string;
  /** Calls with a trace that says that the function was reached 16 times already. */
  inALoop(): Caller;
  /** A function that may not run at all. */
  stopped(): Promise<string>;
}

async function prepare({ aws, account, name }: Grounds): Promise<Made> {
  const RoleName = name();
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const Role = (await aws.iam.createRole({ RoleName, AssumeRolePolicyDocument })).Role?.Arn ?? "";
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole";
  await aws.iam.attachRolePolicy({ RoleName, PolicyArn });
  const code = { ZipFile: zipOf({ "index.js": "exports.handler = async () => 1;" }) };
  const settings = { Role, Runtime: "nodejs20.x" as const, Handler: "index.handler", Code: code };
  const FunctionName = name();
  const functionArn = (await aws.lambda.createFunction({ ...settings, FunctionName })).FunctionArn ?? "";
  await aws.lambda.publishVersion({ FunctionName });
  await aws.lambda.createAlias({ FunctionName, Name: "live", FunctionVersion: "1" });
  const allowed = { StatementId: "own", Action: "lambda:InvokeFunction", Principal: account.account };
  await aws.lambda.addPermission({ FunctionName, ...allowed });
  await aws.lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 1 });
  await aws.lambda.createFunctionUrlConfig({ FunctionName, AuthType: "AWS_IAM" });
  const LayerName = name();
  const layer = { LayerName, Content: { ZipFile: zipOf({ "words.txt": "words" }) } };
  const layerArn = (await aws.lambda.publishLayerVersion(layer)).LayerArn ?? "";
  const readable = { StatementId: "own", Action: "lambda:GetLayerVersion", Principal: account.account };
  await aws.lambda.addLayerVersionPermission({ LayerName, VersionNumber: 1, ...readable });
  const QueueName = name();
  await aws.sqs.createQueue({ QueueName });
  const queueArn = `arn:aws:sqs:${account.region}:${account.account}:${QueueName}`;
  const mapping = { FunctionName, EventSourceArn: queueArn, Enabled: false };
  const uuid = (await aws.lambda.createEventSourceMapping(mapping)).UUID ?? "";
  const durable = name();
  const DurableConfig = { ExecutionTimeout: 900 };
  await aws.lambda.createFunction({ ...settings, FunctionName: durable, DurableConfig });
  await aws.lambda.putFunctionConcurrency({ FunctionName: durable, ReservedConcurrentExecutions: 0 });
  const durableArn = `${functionArn.replace(FunctionName, durable)}:$LATEST`;
  const event = { FunctionName: durableArn, InvocationType: "Event" as const, DurableExecutionName: "waiting" };
  const executionArn = (await aws.lambda.invoke(event)).DurableExecutionArn ?? "";
  return {
    durableArn,
    executionArn,
    settings,
    functionName: FunctionName,
    functionArn,
    layerName: LayerName,
    layerArn,
    queueArn,
    uuid,
    noUuid: uuid.replace(/^.{8}/, "00000000"),
    inALoop: () => inALoop(account.client(LambdaClient), functionArn),
    async stopped() {
      const stopped = name();
      await aws.lambda.createFunction({ ...settings, FunctionName: stopped });
      await aws.lambda.putFunctionConcurrency({ FunctionName: stopped, ReservedConcurrentExecutions: 0 });
      return stopped;
    },
  };
}

function inALoop(client: LambdaClient, functionArn: string): Caller {
  let trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
  for (let reached = 0; reached < 16; reached += 1) trace = passThrough(trace, functionArn).traceId;
  return {
    send(command) {
      if (!(command instanceof InvokeCommand || command instanceof InvokeWithResponseStreamCommand))
        throw new Error("Only invocations are in loops.");
      const marked = command as InvokeCommand;
      marked.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers["x-amzn-trace-id"] = trace;
          return next(args);
        },
        { step: "build" },
      );
      return client.send(marked) as Promise<never>;
    },
  };
}

type Entries = ErrorTable<Made>["operations"][string];
type Entry = Entries[string];

const NOBODY: Entry = (_, ask) => ask({ FunctionName: "nobody" });
const NO_LAYER: Entry = (_, ask) => ask({ LayerName: "nobody" });
const NO_MAPPING: Entry = ({ noUuid }, ask) => ask({ UUID: noUuid });
const BAD_MARKER: Entry = (_, ask) => ask({ Marker: "no marker" });
/** The name says one alias and the qualifier another. */
const TWO_QUALIFIERS: Entry = ({ functionName }, ask) =>
  ask({ FunctionName: `${functionName}:live`, Qualifier: "other" });
const OF_A_VERSION: Entry = ({ functionName }, ask) => ask({ FunctionName: `${functionName}:1` });
const ELSEWHERE: Entry = ({ functionArn }, ask) =>
  ask({ FunctionName: functionArn.replace(/lambda:[^:]+/, "lambda:eu-north-1") });
const OLD_REVISION: Entry = (_, ask) => ask({ RevisionId: "00000000-0000-0000-0000-000000000000" });
const NO_EXECUTION: Entry = ({ executionArn }, ask) => ask({ DurableExecutionArn: `${executionArn}0` });
const NO_CALLBACK_ID: Entry = (_, ask) => ask({ CallbackId: "QUJD" });
/** A callback of an execution that has none. */
const callbackOf = (executionArn: string): string => Buffer.from(`${executionArn} operation secret`).toString("base64");
const FORM_ONLY = unprovokable("What the members' form forbids is a ValidationException, and no other case is known.");
const IN_PROGRESS = unprovokable("Each call is one transaction: none meets another operation that is in progress.");
const NO_SIGNING = unprovokable("Code signing is refused: there are no configurations of it here.");
const NO_CAPACITY_PROVIDERS = unprovokable("Capacity providers are refused.");
const READY_AT_ONCE = unprovokable("A mapping is ready at once: none is met while it is made or changed.");
const DISK = unprovokable("Nobody uploads 75 GB to a sweep: code-storage.test.ts of Lambda answers it.");
const PUBLIC_POLICIES = unprovokable("The setting that blocks public policies has no operation in the API any more.");

const SIGNED: Entries = {
  CodeSigningConfigNotFoundException: NO_SIGNING,
  CodeVerificationFailedException: NO_SIGNING,
  InvalidCodeSignatureException: NO_SIGNING,
};

const CALLBACK: Entries = {
  CallbackTimeoutException: (_, ask) => ask(),
  InvalidParameterValueException: NO_CALLBACK_ID,
  ResourceNotFoundException: ({ executionArn }, ask) => ask({ CallbackId: callbackOf(`${executionArn}0`) }),
};

/** The errors sweep of Lambda. */
export const lambda = sweepOf<Made>({
  service: "lambda",
  prepare,
  inputs: {
    AddLayerVersionPermission: ({ layerName, name, account }) => ({
      LayerName: layerName,
      VersionNumber: 1,
      StatementId: name(),
      Action: "lambda:GetLayerVersion",
      Principal: account.account,
    }),
    AddPermission: ({ functionName, name, account }) => ({
      FunctionName: functionName,
      StatementId: name(),
      Action: "lambda:InvokeFunction",
      Principal: account.account,
    }),
    CheckpointDurableExecution: ({ executionArn }) => ({ DurableExecutionArn: executionArn, CheckpointToken: "QUJD" }),
    CreateAlias: ({ functionName, name }) => ({ FunctionName: functionName, Name: name(), FunctionVersion: "1" }),
    CreateEventSourceMapping: ({ functionName, queueArn }) => ({
      FunctionName: functionName,
      EventSourceArn: queueArn,
    }),
    CreateFunction: ({ settings, name }) => ({ ...settings, FunctionName: name() }),
    CreateFunctionUrlConfig: ({ functionName }) => ({ FunctionName: functionName, AuthType: "NONE" }),
    DeleteAlias: ({ functionName }) => ({ FunctionName: functionName, Name: "live" }),
    DeleteEventSourceMapping: ({ uuid }) => ({ UUID: uuid }),
    DeleteFunction: ({ functionName }) => ({ FunctionName: functionName }),
    DeleteFunctionConcurrency: ({ functionName }) => ({ FunctionName: functionName }),
    DeleteFunctionEventInvokeConfig: ({ functionName }) => ({ FunctionName: functionName }),
    DeleteFunctionUrlConfig: ({ functionName }) => ({ FunctionName: functionName }),
    DeleteLayerVersion: ({ layerName }) => ({ LayerName: layerName, VersionNumber: 2 }),
    DeleteProvisionedConcurrencyConfig: ({ functionName }) => ({ FunctionName: functionName, Qualifier: "live" }),
    GetAccountSettings: () => ({}),
    GetAlias: ({ functionName }) => ({ FunctionName: functionName, Name: "live" }),
    GetDurableExecution: ({ executionArn }) => ({ DurableExecutionArn: executionArn }),
    GetDurableExecutionHistory: ({ executionArn }) => ({ DurableExecutionArn: executionArn }),
    GetDurableExecutionState: ({ executionArn }) => ({ DurableExecutionArn: executionArn, CheckpointToken: "QUJD" }),
    GetEventSourceMapping: ({ uuid }) => ({ UUID: uuid }),
    GetFunction: ({ functionName }) => ({ FunctionName: functionName }),
    GetFunctionConcurrency: ({ functionName }) => ({ FunctionName: functionName }),
    GetFunctionConfiguration: ({ functionName }) => ({ FunctionName: functionName }),
    GetFunctionEventInvokeConfig: ({ functionName }) => ({ FunctionName: functionName }),
    GetFunctionRecursionConfig: ({ functionName }) => ({ FunctionName: functionName }),
    GetFunctionUrlConfig: ({ functionName }) => ({ FunctionName: functionName }),
    GetLayerVersion: ({ layerName }) => ({ LayerName: layerName, VersionNumber: 1 }),
    GetLayerVersionByArn: ({ layerArn }) => ({ Arn: `${layerArn}:1` }),
    GetLayerVersionPolicy: ({ layerName }) => ({ LayerName: layerName, VersionNumber: 1 }),
    GetPolicy: ({ functionName }) => ({ FunctionName: functionName }),
    GetProvisionedConcurrencyConfig: ({ functionName }) => ({ FunctionName: functionName, Qualifier: "live" }),
    GetRuntimeManagementConfig: ({ functionName }) => ({ FunctionName: functionName }),
    Invoke: ({ functionName }) => ({ FunctionName: functionName }),
    InvokeAsync: ({ functionName }) => ({ FunctionName: functionName, InvokeArgs: "{}" }),
    InvokeWithResponseStream: ({ functionName }) => ({ FunctionName: functionName }),
    ListAliases: ({ functionName }) => ({ FunctionName: functionName }),
    ListDurableExecutionsByFunction: ({ durableArn }) => ({ FunctionName: durableArn }),
    ListEventSourceMappings: ({ functionName }) => ({ FunctionName: functionName }),
    ListFunctionEventInvokeConfigs: ({ functionName }) => ({ FunctionName: functionName }),
    ListFunctionUrlConfigs: ({ functionName }) => ({ FunctionName: functionName }),
    ListFunctions: () => ({}),
    ListLayerVersions: ({ layerName }) => ({ LayerName: layerName }),
    ListLayers: () => ({}),
    ListProvisionedConcurrencyConfigs: ({ functionName }) => ({ FunctionName: functionName }),
    ListTags: ({ functionArn }) => ({ Resource: functionArn }),
    ListVersionsByFunction: ({ functionName }) => ({ FunctionName: functionName }),
    PublishLayerVersion: ({ name }) => ({ LayerName: name(), Content: { ZipFile: zipOf({ "words.txt": "words" }) } }),
    PublishVersion: ({ functionName }) => ({ FunctionName: functionName }),
    PutFunctionConcurrency: ({ functionName }) => ({ FunctionName: functionName, ReservedConcurrentExecutions: 1 }),
    PutFunctionEventInvokeConfig: ({ functionName }) => ({ FunctionName: functionName, MaximumRetryAttempts: 1 }),
    PutFunctionRecursionConfig: ({ functionName }) => ({ FunctionName: functionName, RecursiveLoop: "Terminate" }),
    PutProvisionedConcurrencyConfig: ({ functionName }) => ({
      FunctionName: functionName,
      Qualifier: "live",
      ProvisionedConcurrentExecutions: 1,
    }),
    PutRuntimeManagementConfig: ({ functionName }) => ({ FunctionName: functionName, UpdateRuntimeOn: "Auto" }),
    RemoveLayerVersionPermission: ({ layerName }) => ({
      LayerName: layerName,
      VersionNumber: 1,
      StatementId: "nobody",
    }),
    RemovePermission: ({ functionName }) => ({ FunctionName: functionName, StatementId: "nobody" }),
    SendDurableExecutionCallbackFailure: ({ executionArn }) => ({ CallbackId: callbackOf(executionArn) }),
    SendDurableExecutionCallbackHeartbeat: ({ executionArn }) => ({ CallbackId: callbackOf(executionArn) }),
    SendDurableExecutionCallbackSuccess: ({ executionArn }) => ({ CallbackId: callbackOf(executionArn) }),
    StopDurableExecution: ({ executionArn }) => ({ DurableExecutionArn: executionArn }),
    TagResource: ({ functionArn }) => ({ Resource: functionArn, Tags: { key: "value" } }),
    UntagResource: ({ functionArn }) => ({ Resource: functionArn, TagKeys: ["key"] }),
    UpdateAlias: ({ functionName }) => ({ FunctionName: functionName, Name: "live" }),
    UpdateEventSourceMapping: ({ uuid }) => ({ UUID: uuid }),
    UpdateFunctionCode: ({ functionName }) => ({
      FunctionName: functionName,
      ZipFile: zipOf({ "index.js": "exports.handler = async () => 1;" }),
    }),
    UpdateFunctionConfiguration: ({ functionName }) => ({ FunctionName: functionName }),
    UpdateFunctionEventInvokeConfig: ({ functionName }) => ({ FunctionName: functionName, MaximumRetryAttempts: 1 }),
    UpdateFunctionUrlConfig: ({ functionName }) => ({ FunctionName: functionName }),
  },
  everywhere: {
    ...INVOCATIONS,
    CodeStorageExceededException: DISK,
    FunctionVersionsPerCapacityProviderLimitExceededException: NO_CAPACITY_PROVIDERS,
    InvalidParameterValueException: TWO_QUALIFIERS,
    InvalidRequestContentException: (_, ask) => ask({ Payload: "{" }),
    PreconditionFailedException: OLD_REVISION,
    RecursiveInvocationException: ({ inALoop: caller }, ask) => ask({}, caller()),
    RequestTooLargeException: (_, ask) => ask({ Payload: JSON.stringify("x".repeat(6_291_456)) }),
    ResourceConflictException: IN_PROGRESS,
    ResourceInUseException: READY_AT_ONCE,
    ResourceNotFoundException: NOBODY,
    ServiceException: unprovokable("It would be a bug of ours."),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {
    AddLayerVersionPermission: {
      InvalidParameterValueException: (_, ask) => ask({ OrganizationId: "o-0123456789" }),
      PolicyLengthExceededException: async ({ aws, layerName, account }, ask) => {
        // Each statement has 300 characters or so, of the 20,480 that a policy may have.
        for (let made = 0; made < 200; made += 1) {
          const StatementId = `many-${made}-${"x".repeat(80)}`;
          const statement = { StatementId, Action: "lambda:GetLayerVersion", Principal: account.account };
          const added = aws.lambda.addLayerVersionPermission({ LayerName: layerName, VersionNumber: 1, ...statement });
          if (
            await added.then(
              () => false,
              () => true,
            )
          )
            break;
        }
        return ask({ StatementId: "y".repeat(100) });
      },
      ResourceConflictException: (_, ask) => ask({ StatementId: "own" }),
      ResourceNotFoundException: NO_LAYER,
    },
    AddPermission: {
      PolicyLengthExceededException: async ({ aws, functionName, account }, ask) => {
        for (let made = 0; made < 200; made += 1) {
          const StatementId = `many-${made}-${"x".repeat(80)}`;
          const statement = { StatementId, Action: "lambda:InvokeFunction", Principal: account.account };
          const added = aws.lambda.addPermission({ FunctionName: functionName, Qualifier: "1", ...statement });
          if (
            await added.then(
              () => false,
              () => true,
            )
          )
            break;
        }
        return ask({ Qualifier: "1", StatementId: "y".repeat(100) });
      },
      PublicPolicyException: PUBLIC_POLICIES,
      ResourceConflictException: (_, ask) => ask({ StatementId: "own" }),
    },
    CheckpointDurableExecution: { InvalidParameterValueException: (_, ask) => ask() },
    CreateAlias: {
      AliasLimitExceededException: unprovokable("AWS publishes no number of aliases."),
      InvalidParameterValueException: (_, ask) =>
        ask({ FunctionVersion: "$LATEST", RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }),
      ResourceConflictException: (_, ask) => ask({ Name: "live" }),
    },
    CreateEventSourceMapping: {
      InvalidParameterValueException: (_, ask) => ask({ BatchSize: 10_000 }),
      ResourceConflictException: (_, ask) => ask(),
    },
    CreateFunction: {
      ...SIGNED,
      InvalidParameterValueException: (_, ask) => ask({ Code: {} }),
      ResourceConflictException: ({ functionName }, ask) => ask({ FunctionName: functionName }),
      ResourceNotFoundException: ELSEWHERE,
    },
    CreateFunctionUrlConfig: { ResourceConflictException: (_, ask) => ask() },
    DeleteAlias: { InvalidParameterValueException: FORM_ONLY },
    DeleteEventSourceMapping: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_MAPPING },
    DeleteFunction: {
      InvalidParameterValueException: (_, ask) => ask({ Qualifier: "live" }),
      ResourceConflictException: (_, ask) => ask({ Qualifier: "1" }),
    },
    DeleteFunctionConcurrency: { InvalidParameterValueException: OF_A_VERSION },
    DeleteLayerVersion: {
      InvalidParameterValueException: FORM_ONLY,
      ResourceNotFoundException: ({ layerArn }, ask) =>
        ask({ LayerName: layerArn.replace(/lambda:[^:]+/, "lambda:eu-north-1") }),
    },
    GetAlias: { InvalidParameterValueException: FORM_ONLY },
    GetDurableExecution: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_EXECUTION },
    GetDurableExecutionHistory: { InvalidParameterValueException: BAD_MARKER, ResourceNotFoundException: NO_EXECUTION },
    GetDurableExecutionState: { InvalidParameterValueException: (_, ask) => ask() },
    GetEventSourceMapping: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_MAPPING },
    GetFunctionConcurrency: { InvalidParameterValueException: OF_A_VERSION },
    GetFunctionRecursionConfig: { InvalidParameterValueException: FORM_ONLY },
    GetLayerVersion: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_LAYER },
    GetLayerVersionByArn: {
      InvalidParameterValueException: FORM_ONLY,
      ResourceNotFoundException: ({ layerArn }, ask) => ask({ Arn: `${layerArn}:99` }),
    },
    GetLayerVersionPolicy: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_LAYER },
    GetProvisionedConcurrencyConfig: { ProvisionedConcurrencyConfigNotFoundException: (_, ask) => ask() },
    Invoke: {
      DurableExecutionAlreadyStartedException: ({ durableArn }, ask) =>
        ask({
          FunctionName: durableArn,
          InvocationType: "Event",
          DurableExecutionName: "waiting",
          Payload: '{"other":1}',
        }),
      TooManyRequestsException: async ({ stopped }, ask) => ask({ FunctionName: await stopped() }),
    },
    InvokeAsync: { InvalidRequestContentException: (_, ask) => ask({ InvokeArgs: "{" }) },
    InvokeWithResponseStream: {
      TooManyRequestsException: async ({ stopped }, ask) => ask({ FunctionName: await stopped() }),
    },
    ListAliases: { InvalidParameterValueException: BAD_MARKER },
    ListDurableExecutionsByFunction: { InvalidParameterValueException: BAD_MARKER },
    ListEventSourceMappings: { InvalidParameterValueException: BAD_MARKER, ResourceNotFoundException: ELSEWHERE },
    ListFunctionEventInvokeConfigs: { InvalidParameterValueException: BAD_MARKER },
    ListFunctionUrlConfigs: { InvalidParameterValueException: BAD_MARKER },
    ListFunctions: { InvalidParameterValueException: BAD_MARKER },
    ListLayerVersions: {
      InvalidParameterValueException: BAD_MARKER,
      ResourceNotFoundException: ({ layerArn }, ask) =>
        ask({ LayerName: layerArn.replace(/lambda:[^:]+/, "lambda:eu-north-1") }),
    },
    ListLayers: { InvalidParameterValueException: BAD_MARKER },
    ListProvisionedConcurrencyConfigs: { InvalidParameterValueException: BAD_MARKER },
    ListTags: byArn(),
    ListVersionsByFunction: { InvalidParameterValueException: BAD_MARKER },
    PublishLayerVersion: {
      InvalidParameterValueException: (_, ask) => ask({ Content: {} }),
      ResourceNotFoundException: ({ layerArn }, ask) =>
        ask({ LayerName: layerArn.replace(/lambda:[^:]+/, "lambda:eu-north-1") }),
    },
    PublishVersion: { InvalidParameterValueException: (_, ask) => ask({ CodeSha256: "other" }) },
    PutFunctionConcurrency: { InvalidParameterValueException: OF_A_VERSION },
    PutFunctionEventInvokeConfig: {},
    PutFunctionRecursionConfig: { InvalidParameterValueException: FORM_ONLY },
    PutProvisionedConcurrencyConfig: {},
    RemoveLayerVersionPermission: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_LAYER },
    RemovePermission: { PublicPolicyException: PUBLIC_POLICIES },
    SendDurableExecutionCallbackFailure: CALLBACK,
    SendDurableExecutionCallbackHeartbeat: CALLBACK,
    SendDurableExecutionCallbackSuccess: CALLBACK,
    StopDurableExecution: { InvalidParameterValueException: FORM_ONLY, ResourceNotFoundException: NO_EXECUTION },
    TagResource: byArn(),
    UntagResource: byArn(),
    UpdateAlias: {
      InvalidParameterValueException: (_, ask) =>
        ask({ FunctionVersion: "$LATEST", RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }),
    },
    UpdateEventSourceMapping: {
      InvalidParameterValueException: (_, ask) => ask({ BatchSize: 10_000 }),
      ResourceNotFoundException: NO_MAPPING,
    },
    UpdateFunctionCode: { ...SIGNED, InvalidParameterValueException: (_, ask) => ask({ ZipFile: undefined }) },
    UpdateFunctionConfiguration: {
      ...SIGNED,
      InvalidParameterValueException: (_, ask) => ask({ Environment: { Variables: { AWS_REGION: "eu-north-1" } } }),
    },
  },
});

/** Of operations on what an ARN names. */
function byArn(): Entries {
  return {
    InvalidParameterValueException: ({ functionArn }, ask) => ask({ Resource: `${functionArn}:1` }),
    ResourceNotFoundException: ({ functionArn }, ask) => ask({ Resource: `${functionArn}-nobody` }),
  };
}
