import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  GetDeploymentTargetCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from "@aws-sdk/client-codedeploy";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type AliasConfiguration,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { type TestAccount, testYard, type TestYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-03-02T10:00:00Z") }) });
});
afterAll(() => world.stop());

const trust = (service: string): string =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

async function createRole(account: TestAccount, RoleName: string, service: string, policy: string): Promise<string> {
  const iam = account.client(IAMClient);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` }));
  return Role?.Arn ?? "";
}

const CODE_DEPLOY_POLICY = "service-role/AWSCodeDeployRoleForLambda";
const BASIC = "service-role/AWSLambdaBasicExecutionRole";

/** A function with two versions, an alias "live" on the first, and a deployment group for it. */
async function createApplication(account: TestAccount, more: object = {}): Promise<CodeDeployClient> {
  const lambda = account.client(LambdaClient);
  const Role = await createRole(account, "function", "lambda.amazonaws.com", BASIC);
  const code = (text: string): Uint8Array => zipOf({ "index.js": `exports.handler = async () => "${text}";` });
  const create = { FunctionName: "f", Runtime: "nodejs22.x" as const, Handler: "index.handler", Role };
  await lambda.send(new CreateFunctionCommand({ ...create, Code: { ZipFile: code("one") } }));
  await lambda.send(
    new CreateFunctionCommand({ ...create, FunctionName: "CodeDeployHook_f", Code: { ZipFile: code("") } }),
  );
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: code("two") }));
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }));
  const serviceRoleArn = await createRole(account, "deploy", "codedeploy.amazonaws.com", CODE_DEPLOY_POLICY);
  const deploy = account.client(CodeDeployClient);
  await deploy.send(new CreateApplicationCommand({ applicationName: "app", computePlatform: "Lambda" }));
  await deploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: "app",
      deploymentGroupName: "group",
      serviceRoleArn,
      deploymentConfigName: "CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
      ...more,
    }),
  );
  return deploy;
}

const appSpec = (hooks: readonly object[] = []): string =>
  JSON.stringify({
    version: 0,
    Resources: [
      {
        f: {
          Type: "AWS::Lambda::Function",
          Properties: { Name: "f", Alias: "live", CurrentVersion: "1", TargetVersion: "2" },
        },
      },
    ],
    Hooks: hooks,
  });

async function start(deploy: CodeDeployClient, content = appSpec()): Promise<string> {
  const { deploymentId = "" } = await deploy.send(
    new CreateDeploymentCommand({
      applicationName: "app",
      deploymentGroupName: "group",
      revision: { revisionType: "AppSpecContent", appSpecContent: { content } },
    }),
  );
  await world.yard.context.jobs.settled();
  return deploymentId;
}

async function infoOf(deploy: CodeDeployClient, deploymentId: string): Promise<DeploymentInfo | undefined> {
  return (await deploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo;
}

const aliasOf = (account: TestAccount, FunctionName = "f"): Promise<AliasConfiguration> =>
  account.client(LambdaClient).send(new GetAliasCommand({ FunctionName, Name: "live" }));

// Goal: traffic moves in steps on the yard's clock, with hooks before and after that report. Method: a linear deployment, minute by
// minute; the functions' reports are sent by the test, by the ids that the deployment's target shows nobody but the hook gets.
it("shifts traffic step by step", async () => {
  const account = world.account();
  const deploy = await createApplication(account);
  const id = await start(deploy);
  expect((await infoOf(deploy, id))?.status).toBe("InProgress");
  expect((await aliasOf(account)).RoutingConfig?.AdditionalVersionWeights).toEqual({ 2: 0.1 });
  await expect(start(deploy)).rejects.toMatchObject({ name: "DeploymentLimitExceededException" });
  await world.advance(3 * MINUTE_MS);
  expect(await aliasOf(account)).toMatchObject({
    FunctionVersion: "1",
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.4 } },
  });
  const { deploymentTarget } = await deploy.send(
    new GetDeploymentTargetCommand({ deploymentId: id, targetId: "f:live" }),
  );
  expect(deploymentTarget?.lambdaTarget?.lambdaFunctionInfo).toEqual({
    functionName: "f",
    functionAlias: "live",
    currentVersion: "1",
    targetVersion: "2",
    targetVersionWeight: 0.4,
  });
  await world.advance(6 * MINUTE_MS);
  expect((await aliasOf(account)).FunctionVersion).toBe("2");
  expect((await aliasOf(account)).RoutingConfig).toBeUndefined();
  expect(await infoOf(deploy, id)).toMatchObject({ status: "Succeeded", creator: "user", computePlatform: "Lambda" });
  await expect(deploy.send(new StopDeploymentCommand({ deploymentId: id }))).rejects.toMatchObject({
    name: "DeploymentAlreadyCompletedException",
  });
});

// Goal: a hook that does not report ends the deployment after an hour, one that reports goes on or ends it. Method: the execution's id is
// read from the yard's store, as only the hook's function gets it.
it("waits for hooks", async () => {
  const account = world.account();
  const deploy = await createApplication(account, { deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce" });
  const content = appSpec([{ BeforeAllowTraffic: "CodeDeployHook_f" }]);
  const executionOf = (id: string): string | undefined =>
    world.yard.context.store.read((tx) =>
      tx
        .get<{ events: readonly { executionId?: string }[] }>([
          "codedeploy",
          account.account,
          account.region,
          "deployment",
          id,
        ])
        ?.events.map(({ executionId }) => executionId)
        .find((each) => each !== undefined),
    );
  const report = (deploymentId: string, status: "Failed" | "InProgress" | "Succeeded"): Promise<unknown> =>
    deploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId,
        lifecycleEventHookExecutionId: executionOf(deploymentId),
        status,
      }),
    );
  const late = await start(deploy, content);
  await world.advance(HOUR_MS);
  expect((await infoOf(deploy, late))?.errorInformation?.code).toBe("HOOK_EXECUTION_FAILURE");
  const failed = await start(deploy, content);
  await expect(report(failed, "InProgress")).rejects.toMatchObject({
    name: "InvalidLifecycleEventHookExecutionStatusException",
  });
  await report(failed, "Failed");
  expect((await infoOf(deploy, failed))?.status).toBe("Failed");
  expect((await aliasOf(account)).FunctionVersion).toBe("1");
  const good = await start(deploy, content);
  await report(good, "Succeeded");
  await world.yard.context.jobs.settled();
  expect((await infoOf(deploy, good))?.status).toBe("Succeeded");
  expect((await aliasOf(account)).FunctionVersion).toBe("2");
});

// Goal: a deployment that is stopped goes back if asked to; configurations and what is wrong are as AWS has them. Method: one each.
it("stops, and refuses what is wrong", async () => {
  const account = world.account();
  const deploy = await createApplication(account);
  const id = await start(deploy);
  await deploy.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }));
  await world.yard.context.jobs.settled();
  const stopped = await infoOf(deploy, id);
  expect(stopped).toMatchObject({ status: "Stopped", errorInformation: { code: "MANUAL_STOP" } });
  const rollback = await infoOf(deploy, stopped?.rollbackInfo?.rollbackDeploymentId ?? "");
  expect(rollback).toMatchObject({ status: "Succeeded", creator: "codeDeployRollback" });
  expect((await aliasOf(account)).FunctionVersion).toBe("1");
  expect((await aliasOf(account)).RoutingConfig).toBeUndefined();
  const { deployments } = await deploy.send(
    new ListDeploymentsCommand({ applicationName: "app", deploymentGroupName: "group" }),
  );
  expect(new Set(deployments)).toEqual(new Set([id, rollback?.deploymentId]));

  const trafficRoutingConfig = {
    type: "TimeBasedCanary" as const,
    timeBasedCanary: { canaryPercentage: 25, canaryInterval: 2 },
  };
  const deploymentConfigName = "quarter";
  await deploy.send(
    new CreateDeploymentConfigCommand({ deploymentConfigName, computePlatform: "Lambda", trafficRoutingConfig }),
  );
  const found = await deploy.send(new GetDeploymentConfigCommand({ deploymentConfigName }));
  expect(found.deploymentConfigInfo).toMatchObject({ computePlatform: "Lambda", trafficRoutingConfig });
  const { deploymentConfigsList } = await deploy.send(new ListDeploymentConfigsCommand({}));
  expect(deploymentConfigsList).toContain("CodeDeployDefault.LambdaCanary10Percent5Minutes");
  expect(deploymentConfigsList).toContain("quarter");

  const refusal = (call: Promise<unknown>): Promise<string> => call.then(String, (error: Error) => error.name);
  expect(await refusal(deploy.send(new CreateApplicationCommand({ applicationName: "servers" })))).toBe(
    "NotImplemented",
  );
  expect(await refusal(start(deploy, "{}"))).toBe("InvalidRevisionException");
  expect(await refusal(infoOf(deploy, "d-NOSUCH000"))).toBe("DeploymentDoesNotExistException");
  const nowhere = { applicationName: "app", deploymentGroupName: "none" };
  expect(await refusal(deploy.send(new CreateDeploymentCommand(nowhere)))).toBe("DeploymentGroupDoesNotExistException");
});

/** A stack whose alias is deployed by a canary; `version` is what it points to. */
function stackTemplate(version: 1 | 2): string {
  const version1 = {
    Type: "AWS::Lambda::Version",
    DeletionPolicy: "Retain",
    Properties: { FunctionName: { Ref: "Function" } },
  };
  return JSON.stringify({
    Resources: {
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "canary",
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: { "Fn::GetAtt": ["FunctionRole", "Arn"] },
          Code: { ZipFile: `exports.handler = async () => ${version};` },
        },
      },
      FunctionRole: {
        Type: "AWS::IAM::Role",
        Properties: { AssumeRolePolicyDocument: JSON.parse(trust("lambda.amazonaws.com")) as object },
      },
      [`Version${version}`]: version1,
      Alias: {
        Type: "AWS::Lambda::Alias",
        Properties: {
          FunctionName: { Ref: "Function" },
          FunctionVersion: { "Fn::GetAtt": [`Version${version}`, "Version"] },
          Name: "live",
        },
        UpdatePolicy: {
          CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: "App" }, DeploymentGroupName: { Ref: "Group" } },
        },
      },
      App: { Type: "AWS::CodeDeploy::Application", Properties: { ComputePlatform: "Lambda" } },
      Group: {
        Type: "AWS::CodeDeploy::DeploymentGroup",
        Properties: {
          ApplicationName: { Ref: "App" },
          ServiceRoleArn: { "Fn::GetAtt": ["DeployRole", "Arn"] },
          DeploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
          AlarmConfiguration: { Enabled: true, Alarms: [{ Name: "errors" }] },
          AutoRollbackConfiguration: {
            Enabled: true,
            Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
          },
        },
      },
      DeployRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: JSON.parse(trust("codedeploy.amazonaws.com")) as object,
          ManagedPolicyArns: [`arn:aws:iam::aws:policy/${CODE_DEPLOY_POLICY}`],
        },
      },
    },
  });
}

/** Moves the clock second by second until the stack is as `isDone` wants it; each look lets the yard work. */
async function until(account: TestAccount, isDone: (status: string) => Promise<boolean> | boolean): Promise<string> {
  const stacks = account.client(CloudFormationClient);
  for (let seconds = 0; seconds < 900; seconds += 1) {
    const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName: "canary" }));
    const status = String(stack?.StackStatus);
    if (await isDone(status)) return status;
    await world.clock.advance(1_000);
  }
  throw new Error("The stack did not get there.");
}

// Goal: a stack's update waits for the canary; where the alarm goes off, the traffic and the whole stack go back, with AWS's events; where
// it does not, the update succeeds after its five minutes. Method: a canary10Percent5Minutes, twice, on a clock that is moved.
it("rolls a stack back whose canary sets off an alarm", async () => {
  const account = world.account();
  const cloudWatch = account.client(CloudWatchClient);
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "errors",
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "ignore",
    }),
  );
  const stacks = account.client(CloudFormationClient);
  const stack = { StackName: "canary", Capabilities: ["CAPABILITY_IAM" as const] };
  await stacks.send(new CreateStackCommand({ ...stack, TemplateBody: stackTemplate(1) }));
  expect(await until(account, (status) => !status.endsWith("IN_PROGRESS"))).toBe("CREATE_COMPLETE");
  expect((await aliasOf(account, "canary")).FunctionVersion).toBe("1");

  const weights = async (): Promise<unknown> =>
    (await aliasOf(account, "canary")).RoutingConfig?.AdditionalVersionWeights;
  await stacks.send(new UpdateStackCommand({ ...stack, TemplateBody: stackTemplate(2) }));
  await until(account, async () => (await weights()) !== undefined);
  expect(await weights()).toEqual({ 2: 0.1 });
  const set = (StateValue: "ALARM" | "OK"): Promise<unknown> =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName: "errors", StateValue, StateReason: "test" }));
  await set("ALARM");
  expect(await until(account, (status) => !status.endsWith("IN_PROGRESS"))).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await aliasOf(account, "canary")).toMatchObject({ FunctionVersion: "1" });
  expect(await weights()).toBeUndefined();
  const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName: "canary" }));
  const ofAlias = StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === "Alias").toReversed();
  expect(ofAlias.map(({ ResourceStatus }) => ResourceStatus)).toEqual([
    "CREATE_IN_PROGRESS",
    "CREATE_IN_PROGRESS",
    "CREATE_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "UPDATE_FAILED",
    "UPDATE_IN_PROGRESS",
    "UPDATE_COMPLETE",
  ]);
  const failed = ofAlias.find(({ ResourceStatus }) => ResourceStatus === "UPDATE_FAILED");
  expect(failed?.ResourceStatusReason).toMatch(
    /deployment d-\w+ has the status Stopped. One or more alarms .*<errors>/,
  );

  await set("OK");
  await stacks.send(new UpdateStackCommand({ ...stack, TemplateBody: stackTemplate(2) }));
  await until(account, async () => (await weights()) !== undefined);
  const startMs = world.clock.nowMs();
  expect(await until(account, (status) => status === "UPDATE_COMPLETE")).toBe("UPDATE_COMPLETE");
  expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(4 * MINUTE_MS);
  expect((await aliasOf(account, "canary")).FunctionVersion).not.toBe("1");
  expect(await weights()).toBeUndefined();
});
