// Stacks through the real SDK over HTTP, with the yard's own resource types.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  paginateDescribeStackEvents,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { findStack } from "../repo.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

const TEMPLATE = `
Description: Orders and what becomes of them
Parameters: {Seconds: {Type: Number, Default: 5, MaxValue: 100}}
Resources:
  DeadLetters: {Type: "AWS::SQS::Queue"}
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: !Ref Seconds
      RedrivePolicy: {deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 3}
Outputs:
  Url: {Value: !Ref Orders, Export: {Name: !Sub "\${AWS::StackName}-url"}}
`;

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const settled = (): Promise<void> => yard.yard.context.jobs.settled();

describe("a stack's life", () => {
  test("is told by its events, in AWS's wording and order", async () => {
    // Goal: create, update in place and delete, and read what happened. Method: two queues, one of which needs the other.
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const { StackId } = await client.send(new CreateStackCommand({ StackName: "orders", TemplateBody: TEMPLATE }));
    expect(StackId).toMatch(
      new RegExp(`^arn:aws:cloudformation:${account.region}:${account.account}:stack/orders/[0-9a-f-]{36}$`),
    );
    await settled();
    // AWS: User Guide, "View CloudFormation events".
    expect(await eventsOf(client, "orders")).toEqual([
      "orders CREATE_IN_PROGRESS: User Initiated",
      "DeadLetters CREATE_IN_PROGRESS",
      "DeadLetters CREATE_IN_PROGRESS: Resource creation Initiated",
      "DeadLetters CREATE_COMPLETE",
      "Orders CREATE_IN_PROGRESS",
      "Orders CREATE_IN_PROGRESS: Resource creation Initiated",
      "Orders CREATE_COMPLETE",
      "orders CREATE_COMPLETE",
    ]);
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "orders" }));
    expect(stack).toMatchObject({
      StackStatus: "CREATE_COMPLETE",
      Description: "Orders and what becomes of them",
      Parameters: [{ ParameterKey: "Seconds", ParameterValue: "5" }],
      Outputs: [{ OutputKey: "Url", ExportName: "orders-url" }],
    });
    const url = stack?.Outputs?.[0]?.OutputValue ?? "";
    // AWS: STACK-LOGICALID-SUFFIX, the suffix of twelve capitals and digits.
    expect(url).toMatch(/\/orders-Orders-[A-Z0-9]{12}$/);
    const { Exports } = await client.send(new ListExportsCommand({}));
    expect(Exports).toEqual([{ ExportingStackId: StackId, Name: "orders-url", Value: url }]);

    await client.send(
      new UpdateStackCommand({
        StackName: "orders",
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: "Seconds", ParameterValue: "7" }],
      }),
    );
    await settled();
    expect((await eventsOf(client, "orders")).slice(8)).toEqual([
      "orders UPDATE_IN_PROGRESS: User Initiated",
      "Orders UPDATE_IN_PROGRESS",
      "Orders UPDATE_COMPLETE",
      "orders UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "orders UPDATE_COMPLETE",
    ]);
    const { Attributes } = await account
      .client(SQSClient)
      .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["VisibilityTimeout"] }));
    expect(Attributes).toEqual({ VisibilityTimeout: "7" });

    await client.send(new DeleteStackCommand({ StackName: "orders" }));
    await settled();
    expect((await eventsOf(client, String(StackId))).slice(13)).toEqual([
      "orders DELETE_IN_PROGRESS: User Initiated",
      "Orders DELETE_IN_PROGRESS",
      "Orders DELETE_COMPLETE",
      "DeadLetters DELETE_IN_PROGRESS",
      "DeadLetters DELETE_COMPLETE",
      "orders DELETE_COMPLETE",
    ]);
    expect((await account.client(SQSClient).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
    expect(await errorOf(client.send(new DescribeStacksCommand({ StackName: "orders" })))).toEqual({
      name: "ValidationError",
      message: "Stack with id orders does not exist",
      status: 400,
    });
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }));
    expect(StackSummaries).toMatchObject([{ StackId, StackStatus: "DELETE_COMPLETE" }]);
  });

  test("shows resources and templates", async () => {
    const client = yard.account().client(CloudFormationClient);
    await client.send(new CreateStackCommand({ StackName: "shown", TemplateBody: TEMPLATE }));
    await settled();
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: "shown" }));
    expect(StackResources).toMatchObject([
      { LogicalResourceId: "DeadLetters", ResourceStatus: "CREATE_COMPLETE", ResourceType: "AWS::SQS::Queue" },
      { LogicalResourceId: "Orders", ResourceStatus: "CREATE_COMPLETE" },
    ]);
    const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName: "shown" }));
    expect(StackResourceSummaries?.map((resource) => resource.PhysicalResourceId)).toEqual(
      StackResources?.map((resource) => resource.PhysicalResourceId),
    );
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: "shown" }));
    expect(TemplateBody).toBe(TEMPLATE);
  });

  test("is forgotten 90 days after its deletion", async () => {
    const own = await testYard();
    const account = own.account();
    const client = account.client(CloudFormationClient);
    const { StackId } = await client.send(new CreateStackCommand({ StackName: "old", TemplateBody: TEMPLATE }));
    await client.send(new DeleteStackCommand({ StackName: "old" }));
    await own.yard.context.jobs.settled();
    const isKept = (): boolean =>
      own.yard.context.store.read((tx) => findStack(tx, account, String(StackId)) !== undefined);
    await own.advance(89 * 86_400_000);
    expect(isKept()).toBe(true);
    await own.advance(2 * 86_400_000);
    expect(isKept()).toBe(false);
    await own.stop();
  });

  test("is told page by page", async () => {
    const client = yard.account().client(CloudFormationClient);
    const names = Array.from({ length: 40 }, (_, index) => `Queue${index}`);
    const Resources = Object.fromEntries(names.map((name) => [name, { Type: "AWS::SQS::Queue" }]));
    await client.send(new CreateStackCommand({ StackName: "wide", TemplateBody: JSON.stringify({ Resources }) }));
    await settled();
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: "wide" })) {
      pages.push(StackEvents.length);
      for (const event of StackEvents) ids.add(event.EventId);
    }
    // 40 resources with three events each, and the stack's own two.
    expect(pages).toEqual([100, 22]);
    expect(ids.size).toBe(122);
  });

  test("ends where nothing would change", async () => {
    const client = yard.account().client(CloudFormationClient);
    await client.send(new CreateStackCommand({ StackName: "same", TemplateBody: TEMPLATE }));
    await settled();
    const again = client.send(new UpdateStackCommand({ StackName: "same", TemplateBody: TEMPLATE }));
    expect(await errorOf(again)).toEqual({
      name: "ValidationError",
      message: "No updates are to be performed.",
      status: 400,
    });
  });

  test("is protected while termination protection is on", async () => {
    const client = yard.account().client(CloudFormationClient);
    await client.send(
      new CreateStackCommand({ StackName: "kept", TemplateBody: TEMPLATE, EnableTerminationProtection: true }),
    );
    await settled();
    expect(await errorOf(client.send(new DeleteStackCommand({ StackName: "kept" })))).toMatchObject({
      name: "ValidationError",
      message: "Stack [kept] cannot be deleted while TerminationProtection is enabled",
    });
    await client.send(
      new UpdateTerminationProtectionCommand({ StackName: "kept", EnableTerminationProtection: false }),
    );
    await client.send(new DeleteStackCommand({ StackName: "kept" }));
    await settled();
    expect(await errorOf(client.send(new DescribeStacksCommand({ StackName: "kept" })))).toMatchObject({
      message: "Stack with id kept does not exist",
    });
  });
});

describe("requests are refused in AWS's words", () => {
  test("a name that is taken, and one that is none", async () => {
    const client = yard.account().client(CloudFormationClient);
    const create = (StackName: string, TemplateBody = TEMPLATE) =>
      client.send(new CreateStackCommand({ StackName, TemplateBody }));
    await create("taken");
    await settled();
    expect(await errorOf(create("taken"))).toMatchObject({
      name: "AlreadyExistsException",
      message: "Stack [taken] already exists",
      status: 400,
    });
    expect((await errorOf(create("1st"))).message).toBe(
      "1 validation error detected: Value '1st' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    );
    expect((await errorOf(client.send(new CreateStackCommand({ StackName: "none" })))).message).toBe(
      "Either Template URL or Template Body must be specified.",
    );
  });

  test("an unknown type and an unknown property, with their place, before anything is created", async () => {
    const client = yard.account().client(CloudFormationClient);
    const create = (TemplateBody: string) => client.send(new CreateStackCommand({ StackName: "wrong", TemplateBody }));
    expect(await errorOf(create("Resources:\n  A:\n    Type: AWS::SQS::Quue\n"))).toMatchObject({
      name: "ValidationError",
      message: "Template format error: Unrecognized resource types: [AWS::SQS::Quue] (template.yaml:3:5)",
    });
    expect(
      (await errorOf(create("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueNme: x\n")))
        .message,
    ).toBe(
      "Properties validation failed for resource A with message: #: extraneous key [QueueNme] is not permitted (template.yaml:5:7)",
    );
    expect((await errorOf(client.send(new DescribeStacksCommand({ StackName: "wrong" })))).message).toBe(
      "Stack with id wrong does not exist",
    );
  });

  test("a reference to what a condition leaves out, and a rule that is broken", async () => {
    const client = yard.account().client(CloudFormationClient);
    const template = `
Parameters: { Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Rules:
  NotHere:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions: [{ Assert: !Equals [!Ref "AWS::Region", eu-west-1], AssertDescription: Production is in Ireland. }]
Resources:
  A: { Type: AWS::SQS::Queue, Condition: IsProd }
  B: { Type: AWS::SQS::Queue }
Outputs:
  Fine: { Value: !If [IsProd, !Ref A, none] }
  Wrong: { Value: !Ref A }
`;
    const call = (Stage: string) =>
      client.send(
        new CreateStackCommand({
          StackName: "conditional",
          TemplateBody: template,
          Parameters: [{ ParameterKey: "Stage", ParameterValue: Stage }],
        }),
      );
    expect((await errorOf(call("dev"))).message).toBe(
      "Template format error: Unresolved resource dependencies [A] in the Outputs block of the template (template.yaml:13:24)",
    );
    expect((await errorOf(call("prod"))).message).toBe("Template error: rule NotHere: Production is in Ireland.");
  });

  // AWS: "Validate stack deployments": without the validation a misspelt property fails its resource when its turn comes.
  test("the properties' syntax, unless the request does without it", async () => {
    const client = yard.account().client(CloudFormationClient);
    const parameter = (properties: object) => ({
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "String", Value: "1", ...properties },
    });
    const Resources = { Good: parameter({}), Bad: { ...parameter({ constructor: 1, Valeu: "2" }), DependsOn: "Good" } };
    const request = { StackName: "quick", TemplateBody: JSON.stringify({ Resources }) };
    expect(await errorOf(client.send(new CreateStackCommand(request)))).toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("message: #: extraneous key [constructor] is not permitted"),
    });
    await client.send(new CreateStackCommand({ ...request, DisableValidation: true }));
    await yard.yard.context.jobs.settled();
    const events = await eventsOf(client, "quick");
    expect(events).toContain("Good CREATE_COMPLETE");
    expect(events).toContain(
      "Bad CREATE_FAILED: Properties validation failed for resource Bad with message: #: extraneous key [constructor] is not permitted\n#: extraneous key [Valeu] is not permitted",
    );
    expect((await stackOf(client, "quick"))?.StackStatus).toBe("ROLLBACK_COMPLETE");

    // A change set without the validation can be executed as well, and what is not a matter of syntax is still refused.
    const change = { ...request, StackName: "reviewed", ChangeSetName: "first", ChangeSetType: "CREATE" as const };
    await client.send(new CreateChangeSetCommand({ ...change, DisableValidation: true }));
    await client.send(new ExecuteChangeSetCommand({ StackName: "reviewed", ChangeSetName: "first" }));
    await yard.yard.context.jobs.settled();
    expect((await stackOf(client, "reviewed"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
    const unknown = JSON.stringify({ Resources: { A: { Type: "AWS::SSM::Nothing" } } });
    const refused = new CreateStackCommand({ StackName: "wrong", TemplateBody: unknown, DisableValidation: true });
    expect(await errorOf(client.send(refused))).toMatchObject({ name: "ValidationError" });
  });

  test("a template is described without being deployed", async () => {
    const client = yard.account().client(CloudFormationClient);
    const { Capabilities, CapabilitiesReason } = await client.send(
      new ValidateTemplateCommand({ TemplateBody: TEMPLATE }),
    );
    expect({ Capabilities, CapabilitiesReason }).toEqual({ Capabilities: [], CapabilitiesReason: undefined });
  });
});
