// Goal: every resource type tells the truth about what is live: nothing drifts that nobody touched, and what somebody changed or deleted is found,
// by its property. Method: one stack of all types, changed behind CloudFormation's back through the services' own APIs.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
  type StackResourceDrift,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { everyPage } from "../../src/service/pages.ts";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";
import { everyType } from "./every-type.ts";
import { fullTypes } from "./full-types.ts";
import { putLayerContent } from "./layer-content.ts";
import { stackDrifts, stackResources } from "./stack-resources.ts";
import { putNestedTemplate } from "./nested-template.ts";
import { templateUrl } from "./template-bucket.ts";
import { tamperings, type Tampering } from "./tampering.ts";

// AWS: types that nothing can be read of are not checked, and so not listed.
const UNSUPPORTED = [
  "AWS::CDK::Metadata",
  "AWS::CloudFormation::Macro",
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
];

/** Types of which nothing can be changed but that they are there. */
const UNCHANGEABLE = [
  "AWS::ApiGateway::UsagePlanKey",
  "AWS::Logs::LogStream",
  "AWS::Cognito::UserPoolDomain",
  "AWS::Cognito::UserPoolUserToGroupAttachment",
  "AWS::EC2::EIPAssociation",
  "AWS::EC2::SubnetCidrBlock",
  "AWS::EC2::SubnetRouteTableAssociation",
  "AWS::EC2::VPCCidrBlock",
  "AWS::EC2::VPCGatewayAttachment",
  "AWS::IAM::UserToGroupAddition",
  "AWS::Lambda::LayerVersion",
  "AWS::Lambda::Version",
  "AWS::Organizations::Organization",
  "AWS::SES::ReceiptRuleSet",
  "AWS::StepFunctions::StateMachineVersion",
];

async function deploy(account: TestAccount, stackName: string, template: object): Promise<void> {
  const client = account.client(CloudFormationClient);
  await client.send(
    new CreateStackCommand({
      StackName: stackName,
      TemplateURL: await templateUrl(account, stackName, JSON.stringify(template)),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      // The templates have a tag of the second key, too, which wins.
      Tags: [
        { Key: "team", Value: "payments" },
        { Key: "zone", Value: "of the stack" },
      ],
    }),
  );
  await settled();
  const events = await everyPage(async (NextToken: string | undefined) => {
    const answer = await client.send(new DescribeStackEventsCommand({ StackName: stackName, NextToken }));
    return { items: answer.StackEvents, next: answer.NextToken };
  });
  const failed = events.filter((event) => event.ResourceStatus?.endsWith("_FAILED"));
  expect(failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)).toEqual([]);
}

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

/** Detects the stack's drift and gives what was found of each resource. */
async function detect(account: TestAccount, stackName: string): Promise<StackResourceDrift[]> {
  const client = account.client(CloudFormationClient);
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: stackName }));
  await settled();
  const status = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  expect([status.DetectionStatus, status.DetectionStatusReason]).toEqual(["DETECTION_COMPLETE", undefined]);
  return await stackDrifts(client, stackName);
}

/** What differs, a line each. */
function linesOf(drifts: readonly StackResourceDrift[]): string[] {
  return drifts
    .filter((drift) => drift.StackResourceDriftStatus !== "IN_SYNC")
    .flatMap((drift) => [
      `${drift.LogicalResourceId} ${drift.StackResourceDriftStatus}`,
      ...(drift.PropertyDifferences ?? []).map(
        (one) => `  ${one.PropertyPath} ${one.DifferenceType} ${one.ExpectedValue} ${one.ActualValue}`,
      ),
    ]);
}

test("a stack of every type that nobody touched is in sync", async () => {
  const account = (await sharedYard()).account();
  await putLayerContent(account);
  await deploy(account, "all", everyType(1));
  const drifts = await detect(account, "all");
  expect(linesOf(drifts)).toEqual([]);
  // Some types stand there twice: APIs of both protocols.
  const checked = [...new Set(drifts.map((drift) => String(drift.ResourceType)))].sort();
  const { resourceTypes } = await (await sharedYard()).registry();
  expect(checked).toEqual(
    resourceTypes
      .map(({ typeName }) => typeName)
      .filter((typeName) => ![...UNSUPPORTED, "AWS::CloudFormation::Stack"].includes(typeName))
      .sort(),
  );
}, 90_000);

// Properties that no template can give, with the reason.
const NOT_GIVEN = new Set([
  // They need an organization, and roles that administer (resource-type.test.ts of stack-sets); one template is given.
  "AWS::CloudFormation::StackSet AutoDeployment",
  "AWS::CloudFormation::StackSet StackInstancesGroup",
  "AWS::CloudFormation::StackSet TemplateURL",
  // A definition in a bucket is read as one in the template is (stack.test.ts of apigateway and states).
  "AWS::ApiGateway::RestApi BodyS3Location",
  "AWS::ApiGatewayV2::Api BodyS3Location",
  "AWS::StepFunctions::StateMachine DefinitionS3Location",
  // An API that a template describes deploys by itself.
  "AWS::ApiGatewayV2::Stage DeploymentId",
  // For custom resources only, which an API of the account has to answer for (custom-resources.test.ts).
  "AWS::ApplicationAutoScaling::ScalingPolicy StepScalingPolicyConfiguration",
  // It hangs only where the root has its type enabled, which no template does (stack.test.ts in organizations).
  "AWS::Organizations::Policy TargetIds",
  // Only an account that has committed itself to a minimum of throughput may ask for it.
  "AWS::Kinesis::Stream WarmThroughputMiBps",
  // Only the published code tells it.
  "AWS::Lambda::Version CodeSha256",
  "AWS::Scheduler::Schedule KmsKeyArn",
  // Sandboxes that start write logs, in groups that no template has (concurrency.test.ts).
  "AWS::Lambda::Alias ProvisionedConcurrencyConfig",
  "AWS::Lambda::Version ProvisionedConcurrencyConfig",
]);

test("every property of every type reads back as the template has it", async () => {
  const account = (await sharedYard()).account();
  await putLayerContent(account);
  const template = fullTypes(await putNestedTemplate(account));
  const { resourceTypes } = await (await sharedYard()).registry();
  const given = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    Object.keys(Properties).map((name) => `${Type} ${name}`),
  );
  const honoured = resourceTypes.flatMap(({ typeName, properties }) => properties.map((name) => `${typeName} ${name}`));
  expect(honoured.filter((property) => !given.includes(property) && !NOT_GIVEN.has(property))).toEqual([]);

  await deploy(account, "full", template);
  expect(linesOf(await detect(account, "full"))).toEqual([]);
}, 90_000);

test("a change behind CloudFormation's back is found by its property, and a deletion is found", async () => {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  await putLayerContent(account);
  const template = fullTypes(await putNestedTemplate(account));
  await deploy(account, "touched", template);
  const StackResourceSummaries = await stackResources(client, "touched");
  const ids = new Map(StackResourceSummaries.map((one) => [one.LogicalResourceId, String(one.PhysicalResourceId)]));
  const list = tamperings(account, (logicalId) => ids.get(logicalId) ?? "");
  const check = async (logicalId: string): Promise<string[]> => {
    const { StackResourceDrift: drift } = await client.send(
      new DetectStackResourceDriftCommand({ StackName: "touched", LogicalResourceId: logicalId }),
    );
    return linesOf(drift === undefined ? [] : [drift]);
  };

  const found: string[] = [];
  const wanted: string[] = [];
  for (const { logicalId, change, differences = [] } of list) {
    if (change === undefined) continue;
    await change();
    await settled();
    found.push(...(await check(logicalId)));
    wanted.push(`${logicalId} MODIFIED`, ...differences.map((line) => `  ${line}`));
  }
  expect(found).toEqual(wanted);
  for (const { logicalId, remove } of list) {
    if (remove === undefined) continue;
    await remove();
    await settled();
    found.push(...(await check(logicalId)));
    wanted.push(`${logicalId} DELETED`);
  }
  expect(found).toEqual(wanted);

  // Every type is in both lists, so that none is forgotten.
  const { resourceTypes } = await (await sharedYard()).registry();
  const missing = (tampered: readonly Tampering[]): string[] => {
    const types = new Set(tampered.map(({ logicalId }) => template.Resources[logicalId]?.Type));
    return resourceTypes.map(({ typeName }) => typeName).filter((typeName) => !types.has(typeName));
  };
  expect(missing(list.filter(({ change }) => change !== undefined)).toSorted()).toEqual(
    [...UNSUPPORTED, ...UNCHANGEABLE].toSorted(),
  );
  expect(missing(list.filter(({ remove }) => remove !== undefined))).toEqual(UNSUPPORTED);
  // Each resource of more than a hundred is changed, looked at, deleted and looked at again: on a busy machine that takes its time.
}, 90_000);
