// Goal: what exists can be brought under CloudFormation: a scan finds it, a generated template describes it truthfully, and an import takes it over.
// Method: a stack of all types that leaves its resources behind when it is deleted; they are scanned, generated, imported and checked for drift.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateGeneratedTemplateCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeGeneratedTemplateCommand,
  DescribeResourceScanCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetGeneratedTemplateCommand,
  paginateDescribeStackEvents,
  paginateListResourceScanResources,
  StartResourceScanCommand,
  type ScannedResource,
  type StackEvent,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../src/testing/harness.ts";
import { fullTypes } from "./full-types.ts";
import { putLayerContent } from "./layer-content.ts";
import { stackDrifts } from "./stack-resources.ts";
import { putNestedTemplate } from "./nested-template.ts";
import { templateUrl } from "./template-bucket.ts";

/** Types that scans do not list, with the reason. */
const NOT_LISTED = [
  // AWS: "Resource type support for imports and drift detection" has no import for these: CloudFormation makes their identifiers up.
  "AWS::CDK::Metadata",
  "AWS::CloudFormation::Macro",
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::IAM::AccessKey",
  "AWS::IAM::Policy",
  "AWS::IAM::UserToGroupAddition",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueueInlinePolicy",
  "AWS::SQS::QueuePolicy",
  // Stacks are no resources to be written down.
  "AWS::CloudFormation::Stack",
  // A pool's tags of sessions are asked for by provider: nothing lists them.
  "AWS::Cognito::IdentityPoolPrincipalTag",
  // Inline policies are found with their entity, and statements with their bus.
  "AWS::Events::EventBusPolicy",
  "AWS::EventSchemas::RegistryPolicy",
  "AWS::Kinesis::ResourcePolicy",
  // The registry identifies a record set by its name alone, and a group by a name that CloudFormation makes up.
  "AWS::Route53::RecordSet",
  "AWS::Route53::RecordSetGroup",
  "AWS::SNS::TopicInlinePolicy",
  "AWS::IAM::GroupPolicy",
  "AWS::IAM::RolePolicy",
  "AWS::IAM::UserPolicy",
  // There is one whether or not a template has it.
  "AWS::ApiGateway::Account",
  // A global table of one region is listed as the table that it is.
  "AWS::DynamoDB::GlobalTable",
  // The registry identifies it by its name alone, and nothing finds it without its application.
  "AWS::CodeDeploy::DeploymentGroup",
];

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

async function scan(client: CloudFormationClient): Promise<ScannedResource[]> {
  const { ResourceScanId } = await client.send(new StartResourceScanCommand({}));
  await settled();
  const status = await client.send(new DescribeResourceScanCommand({ ResourceScanId }));
  expect(status).toMatchObject({
    Status: "COMPLETE",
    PercentageCompleted: 100,
    ResourcesRead: status.ResourcesScanned,
  });
  const found: ScannedResource[] = [];
  for await (const page of paginateListResourceScanResources({ client, pageSize: 25 }, { ResourceScanId })) {
    found.push(...(page.Resources ?? []));
  }
  return found;
}

test("all that exists can be scanned, generated, imported, and is then in sync", async () => {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  await putLayerContent(account);
  const { Resources } = fullTypes(await putNestedTemplate(account));
  const retained = Object.entries(Resources).map(([id, resource]) => [id, { ...resource, DeletionPolicy: "Retain" }]);
  await client.send(
    new CreateStackCommand({
      StackName: "first",
      TemplateURL: await templateUrl(account, "first", JSON.stringify({ Resources: Object.fromEntries(retained) })),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    }),
  );
  await settled();
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: "first" }));
  expect(StackEvents.filter(({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED")).toEqual([]);
  // Nobody's but the yard's, the test's, the nested stack's, which is left behind as it is, what the discoverer makes of events, and the alarms of scaling policies.
  const others = /^stackyard$|^(nested|layers)-\d+$|^first-Nested-|discovered-schemas|rule\/Schemas-|^TargetTracking-/;
  const isOurs = ({ ResourceIdentifier }: ScannedResource): boolean =>
    Object.values(ResourceIdentifier ?? {}).every((value) => !others.test(value));

  const managed = (await scan(client)).filter(isOurs);
  // What a deployment with a stage's name, a quickly created API, a topic's inline subscription, whoever has logs delivered (a policy), and the trial of a secret's rotation bring along is none of the template's resources.
  // A domain of one of API Gateway's types is found as one of the other's, too, and a subnet's own block as one that is given to it.
  const unmanaged = managed.filter(({ ManagedByStack }) => ManagedByStack !== true);
  expect(unmanaged.map(({ ResourceType }) => ResourceType)).toEqual([
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::ApiMapping",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::EC2::SubnetCidrBlock",
    // Registering a scalable target had it made.
    "AWS::IAM::ServiceLinkedRole",
    "AWS::Logs::LogGroup",
    "AWS::Logs::LogStream",
    "AWS::Logs::ResourcePolicy",
    "AWS::SNS::Subscription",
  ]);
  const { resourceTypes } = await (await sharedYard()).registry();
  const types = new Set(managed.map(({ ResourceType }) => ResourceType));
  const missing = resourceTypes.map(({ typeName }) => typeName).filter((typeName) => !types.has(typeName));
  expect(missing.toSorted()).toEqual(NOT_LISTED.toSorted());

  await client.send(new DeleteStackCommand({ StackName: "first" }));
  await settled();
  const left = (await scan(client)).filter(isOurs);
  expect(left).toEqual(managed.map((resource) => ({ ...resource, ManagedByStack: false })));

  await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: "all",
      Resources: left.map(({ ResourceType, ResourceIdentifier }) => ({ ResourceType, ResourceIdentifier })),
    }),
  );
  await settled();
  const generated = await client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName: "all" }));
  expect(generated.Resources?.filter(({ ResourceStatus }) => ResourceStatus !== "COMPLETE")).toEqual([]);
  expect(generated).toMatchObject({ Status: "COMPLETE", StatusReason: "All resources complete", TotalWarnings: 3 });
  const { TemplateBody = "" } = await client.send(
    new GetGeneratedTemplateCommand({ GeneratedTemplateName: "all", Format: "YAML" }),
  );
  const parameters = [
    ...TemplateBody.matchAll(
      /^ {2}(\w+(?:(?:Code|Content)(?:S3Bucket|S3Key)(?:OneOf\w{5})?|LoginProfilePassword)):$/gm,
    ),
  ].map(([, name]) => name);
  expect(parameters).toHaveLength(9);

  await client.send(
    new CreateChangeSetCommand({
      StackName: "second",
      ChangeSetName: "import",
      ChangeSetType: "IMPORT",
      TemplateURL: await templateUrl(account, "second", TemplateBody),
      Parameters: parameters.map((ParameterKey) => ({ ParameterKey, ParameterValue: "unknown" })),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      ResourcesToImport: generated.Resources?.map(({ ResourceType, ResourceIdentifier, LogicalResourceId }) => ({
        ResourceType,
        ResourceIdentifier,
        LogicalResourceId,
      })),
    }),
  );
  await settled();
  const changeSet = await client.send(new DescribeChangeSetCommand({ StackName: "second", ChangeSetName: "import" }));
  expect([changeSet.Status, changeSet.StatusReason]).toEqual(["CREATE_COMPLETE", undefined]);
  await client.send(new ExecuteChangeSetCommand({ StackName: "second", ChangeSetName: "import" }));
  await settled();
  const failed: StackEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: "second" }))
    failed.push(...StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED")));
  expect(failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)).toEqual([]);
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: "second" }));
  expect(Stacks?.[0]?.StackStatus).toBe("IMPORT_COMPLETE");

  await client.send(new DetectStackDriftCommand({ StackName: "second" }));
  await settled();
  const StackResourceDrifts = await stackDrifts(client, "second");
  const drifted = StackResourceDrifts.filter((drift) => drift.StackResourceDriftStatus !== "IN_SYNC");
  expect(drifted.map((drift) => [drift.LogicalResourceId, drift.PropertyDifferences])).toEqual([]);
  expect(StackResourceDrifts).toHaveLength(left.length);
  expect((await scan(client)).filter(isOurs)).toEqual(
    managed.map((resource) => ({ ...resource, ManagedByStack: true })),
  );
}, 90_000);
