// Provisioned concurrency that follows its use, and custom resources behind an API of the account, on a clock that is moved.

import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { type TestAccount, testYard, type TestYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;
let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-03-02T10:00:00Z") }) });
});
afterAll(() => world.stop());

async function createFunction(account: TestAccount, source: string): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const made = await account
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument }));
  const { FunctionArn } = await account.client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: "shop",
      Role: made.Role?.Arn,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Code: { ZipFile: zipOf({ "index.mjs": source }) },
    }),
  );
  return String(FunctionArn);
}

/** Moves the clock by seconds until something is there that real processes have to do. */
async function after<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let second = 0; second < 200; second++) {
    const found = await look();
    if (found !== undefined) return found;
    await world.advance(1_000);
  }
  throw new Error("It did not come.");
}

const activitiesOf = async (scaling: ApplicationAutoScalingClient, ServiceNamespace: "custom-resource" | "lambda") => {
  const { ScalingActivities = [] } = await scaling.send(new DescribeScalingActivitiesCommand({ ServiceNamespace }));
  return ScalingActivities.map(({ StatusCode, Description, Cause }) => `${StatusCode}: ${Description} <- ${Cause}`);
};

// Goal: an alias's provisioned concurrency is what its use asks for. Method: a call a minute, which uses the one sandbox of the alias wholly.
// AWS: Lambda Developer Guide, "Configuring provisioned concurrency": alarms above the target and below nine tenths of it.
it("gives an alias the provisioned concurrency that its use asks for", async () => {
  const account = world.account();
  const lambda = account.client(LambdaClient);
  const scaling = account.client(ApplicationAutoScalingClient);
  await createFunction(account, "export const handler = async () => 1;");
  await lambda.send(new PublishVersionCommand({ FunctionName: "shop" }));
  await lambda.send(new CreateAliasCommand({ FunctionName: "shop", Name: "live", FunctionVersion: "1" }));
  const key = {
    ServiceNamespace: "lambda",
    ResourceId: "function:shop:live",
    ScalableDimension: "lambda:function:ProvisionedConcurrency",
  } as const;
  const which = { FunctionName: "shop", Qualifier: "live" };
  const allocated = (wanted: number) =>
    after(async () => {
      const found = await lambda.send(new GetProvisionedConcurrencyConfigCommand(which)).catch(() => undefined);
      return found?.AllocatedProvisionedConcurrentExecutions === wanted || undefined;
    });
  await scaling.send(new RegisterScalableTargetCommand({ ...key, MinCapacity: 1, MaxCapacity: 5 }));
  await allocated(1);
  await scaling.send(
    new PutScalingPolicyCommand({
      ...key,
      PolicyName: "use",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.7,
        PredefinedMetricSpecification: { PredefinedMetricType: "LambdaProvisionedConcurrencyUtilization" },
      },
    }),
  );
  const { MetricAlarms = [] } = await account.client(CloudWatchClient).send(new DescribeAlarmsCommand({}));
  expect(
    MetricAlarms.map(({ AlarmName = "", Threshold, EvaluationPeriods }) => [
      AlarmName.replace(/-[0-9a-f-]{36}$/, ""),
      Threshold,
      EvaluationPeriods,
    ]),
  ).toEqual([
    ["TargetTracking-function:shop:live-AlarmHigh", 0.7, 3],
    ["TargetTracking-function:shop:live-AlarmLow", 0.63, 15],
  ]);
  for (let minute = 0; minute < 3; minute++) {
    await lambda.send(new InvokeCommand(which));
    await world.advance(MINUTE_MS);
  }
  await allocated(2);
  const activities = await after(async () => {
    const found = await activitiesOf(scaling, "lambda");
    return found.every((text) => text.startsWith("Successful")) ? found : undefined;
  });
  expect(activities).toEqual([
    expect.stringMatching(
      /^Successful: Setting desired concurrency to 2\. <- monitor alarm .*-AlarmHigh-.* policy use$/,
    ),
    "Successful: Setting desired concurrency to 1. <- minimum capacity was set to 1",
  ]);
});

// Goal: steps lead to the capacity that the breach asks for, cool down, and count what was added before. Method: a custom resource whose
// capacity a function keeps in its memory, behind an API that only the service-linked role may call, and an alarm of the customer's.
// AWS: "How step scaling works".
it("steps a custom resource up by the size of a breach", async () => {
  const account = world.account();
  const scaling = account.client(ApplicationAutoScalingClient);
  const cloudWatch = account.client(CloudWatchClient);
  const ResourceId = await customResource(account);
  const key = {
    ServiceNamespace: "custom-resource",
    ResourceId,
    ScalableDimension: "custom-resource:ResourceType:Property",
  } as const;
  await scaling.send(new RegisterScalableTargetCommand({ ...key, MinCapacity: 1, MaxCapacity: 20 }));
  // Whether it is within its bounds is asked first, of a function that starts in real time.
  await world.yard.context.jobs.settled();
  const { PolicyARN = "" } = await scaling.send(
    new PutScalingPolicyCommand({
      ...key,
      PolicyName: "steps",
      PolicyType: "StepScaling",
      StepScalingPolicyConfiguration: {
        AdjustmentType: "PercentChangeInCapacity",
        MinAdjustmentMagnitude: 2,
        Cooldown: 600,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 10 },
          { MetricIntervalLowerBound: 20, ScalingAdjustment: 100 },
        ],
      },
    }),
  );
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "backlog",
      Namespace: "Shop",
      MetricName: "Backlog",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 50,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      AlarmActions: [PolicyARN],
    }),
  );
  const { ScalingPolicies: [policy] = [] } = await scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: "custom-resource" }),
  );
  expect(policy?.Alarms?.map(({ AlarmName }) => AlarmName)).toEqual(["backlog"]);

  const backlog = async (Value: number): Promise<readonly string[]> => {
    await cloudWatch.send(
      new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName: "Backlog", Value }] }),
    );
    await world.advance(MINUTE_MS);
    return (await activitiesOf(scaling, "custom-resource")).map((text) => text.split(" <- ")[0] ?? "");
  };
  // A tenth of 4 is less than the least change.
  expect(await backlog(60)).toEqual(["Successful: Setting desired capacity to 6."]);
  // The same breach again is what the last activity was for; a larger one counts from where that began.
  expect(await backlog(60)).toHaveLength(1);
  expect((await backlog(80))[0]).toBe("Successful: Setting desired capacity to 8.");
  // After the cooldown it counts from what there is.
  expect(await backlog(10)).toHaveLength(2);
  await world.advance(10 * MINUTE_MS);
  expect((await backlog(80))[0]).toBe("Successful: Setting desired capacity to 16.");
});

const KEEPER = `let capacity = 4;
  export const handler = async (event) => {
    if (event.requestContext.http.method === "PATCH") capacity = JSON.parse(event.body).desiredCapacity;
    const answer = { actualCapacity: capacity, desiredCapacity: capacity, scalingStatus: "Successful" };
    return { statusCode: 200, body: JSON.stringify(answer) };
  };`;

async function customResource(account: TestAccount): Promise<string> {
  const functionArn = await createFunction(account, KEEPER);
  const gateway = account.client(ApiGatewayV2Client);
  const { ApiId = "" } = await gateway.send(new CreateApiCommand({ Name: "capacity", ProtocolType: "HTTP" }));
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      PayloadFormatVersion: "2.0",
    }),
  );
  const Target = `integrations/${IntegrationId}`;
  const RouteKey = "ANY /scalableTargetDimensions/{id}";
  await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target, AuthorizationType: "AWS_IAM" }));
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "prod", AutoDeploy: true }));
  await account.client(LambdaClient).send(
    new AddPermissionCommand({
      FunctionName: "shop",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
  return `https://${ApiId}.execute-api.${account.region}.amazonaws.com/prod/scalableTargetDimensions/orders`;
}
