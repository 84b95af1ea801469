// Nested stacks through the real SDK over HTTP. AWS: "Nested stacks"; the messages as observed.

import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
  type ContinueUpdateRollbackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

/** A template in a bucket of the account; its URL. */
async function upload(account: TestAccount, key: string, template: object): Promise<string> {
  const s3 = account.client(S3Client);
  const Bucket = `templates-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket })).catch(() => undefined);
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: JSON.stringify(template) }));
  return `${yard.origin}/${Bucket}/${key}`;
}

const childOf = (value: object | string, more: object = {}) => ({
  Parameters: { Name: { Type: "String" } },
  Resources: {
    P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Name: { Ref: "Name" }, Value: value } },
    ...more,
  },
  Outputs: { Shown: { Value: { "Fn::GetAtt": ["P", "Value"] } } },
});
const parentOf = (url: string, name = "child-value", more: object = {}): string =>
  JSON.stringify({
    Resources: {
      Child: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: url, Parameters: { Name: name } } },
      Reader: {
        Type: "AWS::SSM::Parameter",
        Properties: { Type: "String", Name: "reader", Value: { "Fn::GetAtt": ["Child", "Outputs.Shown"] } },
      },
      ...more,
    },
  });

async function valueOf(account: TestAccount, name: string): Promise<string | undefined> {
  return (await account.client(SSMClient).send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

async function childIdOf(client: CloudFormationClient): Promise<string> {
  const { StackResources } = await client.send(
    new DescribeStackResourcesCommand({ StackName: "parent", LogicalResourceId: "Child" }),
  );
  return String(StackResources?.[0]?.PhysicalResourceId);
}

test("a stack within a stack is made, updated and deleted with its parent", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const url = await upload(account, "child.json", childOf("one"));
  const Tags = [{ Key: "team", Value: "a" }];
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: "parent", TemplateBody: parentOf(url), Tags }),
  );
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "parent"))?.StackStatus).toBe("CREATE_COMPLETE");
  const childId = await childIdOf(client);
  expect(childId).toMatch(/:stack\/parent-Child-[A-Z0-9]{12}\//);
  expect(await stackOf(client, childId)).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    ParentId: StackId,
    RootId: StackId,
    Tags,
    Outputs: [{ OutputKey: "Shown", OutputValue: "one" }],
  });
  expect(await valueOf(account, "reader")).toBe("one");

  // AWS: an update of the parent goes into nested stacks though nothing of the parent has changed: the template behind the URL has.
  await upload(account, "child.json", childOf("two"));
  const { Id } = await client.send(
    new CreateChangeSetCommand({ StackName: "parent", ChangeSetName: "look", TemplateBody: parentOf(url) }),
  );
  const { Changes } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  expect(Changes?.map((change) => change.ResourceChange)).toMatchObject([
    {
      LogicalResourceId: "Child",
      Action: "Modify",
      Replacement: "False",
      Details: [{ ChangeSource: "Automatic", Evaluation: "Dynamic" }],
    },
  ]);
  await client.send(new UpdateStackCommand({ StackName: "parent", TemplateBody: parentOf(url) }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "parent"))?.StackStatus).toBe("UPDATE_COMPLETE");
  expect((await stackOf(client, childId))?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(await valueOf(account, "child-value")).toBe("two");
  expect(await valueOf(account, "reader")).toBe("two");

  await client.send(new DeleteStackCommand({ StackName: "parent" }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, String(StackId)))?.StackStatus).toBe("DELETE_COMPLETE");
  expect((await stackOf(client, childId))?.StackStatus).toBe("DELETE_COMPLETE");
  expect(await errorOf(valueOf(account, "child-value"))).toMatchObject({ name: "ParameterNotFound" });
});

const BAD = { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: 100_000 } };

test("a nested creation that fails rolls its parent back, and nothing is left", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const url = await upload(account, "child.json", childOf("one", { Bad: BAD }));
  await client.send(new CreateStackCommand({ StackName: "parent", TemplateBody: parentOf(url) }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "parent"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
  const childId = await childIdOf(client);
  expect(await eventsOf(client, "parent")).toContain(
    `Child CREATE_FAILED: Embedded stack ${childId} was not successfully created: The following resource(s) failed to create: [Bad]. `,
  );
  expect((await stackOf(client, childId))?.StackStatus).toBe("DELETE_COMPLETE");
  expect(await errorOf(valueOf(account, "child-value"))).toMatchObject({ name: "ParameterNotFound" });
});

test("a nested update that fails rolls itself and its parent back", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const first = await upload(account, "first.json", childOf("one"));
  await client.send(new CreateStackCommand({ StackName: "parent", TemplateBody: parentOf(first) }));
  await yard.yard.context.jobs.settled();
  const childId = await childIdOf(client);
  const second = await upload(account, "second.json", childOf("two", { Bad: BAD }));
  await client.send(new UpdateStackCommand({ StackName: "parent", TemplateBody: parentOf(second) }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "parent"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect((await stackOf(client, childId))?.StackStatus).toMatch(/^UPDATE_(ROLLBACK_)?COMPLETE$/);
  const failure = `Embedded stack ${childId} was not successfully updated`;
  expect((await eventsOf(client, "parent")).some((event) => event.includes(failure))).toBe(true);
  expect(await valueOf(account, "child-value")).toBe("one");

  // What succeeded in the child goes back too, when the parent fails elsewhere: to the template that it had before.
  const third = await upload(account, "third.json", childOf("three"));
  const template = parentOf(third, "child-value", { Bad: { ...BAD, DependsOn: "Child" } });
  await client.send(new UpdateStackCommand({ StackName: "parent", TemplateBody: template }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "parent"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await valueOf(account, "child-value")).toBe("one");
});

describe("a nested rollback that fails", () => {
  /** A parent whose child's update took away the right to bring "P" back before it failed. */
  async function stuck() {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const iam = account.client(IAMClient);
    const trust = { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" };
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "deployer", AssumeRolePolicyDocument: policyOf(trust) }),
    );
    const PolicyDocument = policyOf({ Effect: "Allow", Action: "*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "deployer", PolicyName: "all", PolicyDocument }));
    const first = await upload(account, "first.json", childOf("one"));
    await client.send(
      new CreateStackCommand({ StackName: "parent", TemplateBody: parentOf(first), RoleARN: Role?.Arn }),
    );
    await yard.yard.context.jobs.settled();
    const childId = await childIdOf(client);
    const denied = { Effect: "Deny", Action: "ssm:PutParameter", Resource: "arn:aws:ssm:*:*:parameter/child-value" };
    const Properties = { PolicyName: "denied", Roles: ["deployer"], PolicyDocument: JSON.parse(policyOf(denied)) };
    const more = {
      Denied: { Type: "AWS::IAM::Policy", DependsOn: "P", Properties },
      Bad: { ...BAD, DependsOn: "Denied" },
    };
    const second = await upload(account, "second.json", childOf("two", more));
    await client.send(new UpdateStackCommand({ StackName: "parent", TemplateBody: parentOf(second) }));
    await yard.yard.context.jobs.settled();
    for (const name of ["parent", childId])
      expect((await stackOf(client, name))?.StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
    const go = async (request: Partial<ContinueUpdateRollbackCommandInput>) => {
      await client.send(new ContinueUpdateRollbackCommand({ StackName: "parent", ...request }));
      await yard.yard.context.jobs.settled();
    };
    return { account, client, childId, childName: childId.split("/")[1] ?? "", go };
  }

  // AWS: API Reference, "ContinueUpdateRollback", ResourcesToSkip: "NestedStackName.ResourceLogicalID"; a nested stack itself can be skipped only
  // where it is deleted or about to be.
  test("goes on without the resources that are named in the nested stack", async () => {
    const { account, client, childId, childName, go } = await stuck();
    expect(await errorOf(go({ ResourcesToSkip: ["Child"] }))).toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("[Child] is a nested stack in UPDATE_ROLLBACK_FAILED state"),
    });
    for (const wrong of [`${childName}.Nothing`, "nowhere.P", "P"]) {
      expect(await errorOf(go({ ResourcesToSkip: [wrong] }))).toMatchObject({
        message: `[${wrong}] resource(s) must be in UPDATE_FAILED state to be skipped.`,
      });
    }
    await go({ ResourcesToSkip: [`${childName}.P`] });
    for (const name of ["parent", childId])
      expect((await stackOf(client, name))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await valueOf(account, "child-value")).toBe("two");

    // AWS: "Drift detection reports skipped resources as NOT_CHECKED".
    await client.send(new DetectStackDriftCommand({ StackName: childId }));
    await yard.yard.context.jobs.settled();
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: childId }));
    expect(StackResources.map(({ DriftInformation }) => DriftInformation?.StackResourceDriftStatus)).toEqual([
      "NOT_CHECKED",
    ]);
  });

  test("goes on in all stacks where it is forced", async () => {
    const { account, client, childId, go } = await stuck();
    await go({ ForceRollback: true });
    for (const name of ["parent", childId])
      expect((await stackOf(client, name))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await valueOf(account, "child-value")).toBe("two");
  });
});

describe("a change set that includes nested stacks", () => {
  const changesOf = async (client: CloudFormationClient, ChangeSetName: string, StackName?: string) => {
    const { Changes = [], ...changeSet } = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName, StackName, IncludePropertyValues: true }),
    );
    return { changeSet, changes: Changes.map(({ ResourceChange }) => ResourceChange) };
  };
  const make = async (client: CloudFormationClient, name: string, body: string, type: "CREATE" | "UPDATE") => {
    const request = { StackName: "parent", ChangeSetName: name, TemplateBody: body, ChangeSetType: type };
    await client.send(new CreateChangeSetCommand({ ...request, IncludeNestedStacks: true }));
  };

  test("has change sets for stacks that it makes, which its execution makes of them", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const url = await upload(account, "one.json", childOf("one"));
    await make(client, "new", parentOf(url), "CREATE");
    const root = await changesOf(client, "new", "parent");
    expect(root.changeSet).toMatchObject({ Status: "CREATE_COMPLETE", IncludeNestedStacks: true });
    const child = root.changes.find((change) => change?.LogicalResourceId === "Child");
    const nested = await changesOf(client, String(child?.ChangeSetId));
    expect(nested.changeSet).toMatchObject({
      Status: "CREATE_COMPLETE",
      ParentChangeSetId: root.changeSet.ChangeSetId,
      RootChangeSetId: root.changeSet.ChangeSetId,
    });
    expect(nested.changes).toMatchObject([{ Action: "Add", LogicalResourceId: "P" }]);
    const nestedId = String(nested.changeSet.StackId);
    expect((await stackOf(client, nestedId))?.StackStatus).toBe("REVIEW_IN_PROGRESS");
    // AWS: the root alone is executed; the wording is inferred.
    const alone = client.send(new ExecuteChangeSetCommand({ ChangeSetName: child?.ChangeSetId }));
    expect((await errorOf(alone)).message).toContain("can only be executed by its root change set");
    const deleted = client.send(new DeleteChangeSetCommand({ ChangeSetName: child?.ChangeSetId }));
    expect((await errorOf(deleted)).message).toContain("can only be deleted by its root change set");

    await client.send(new ExecuteChangeSetCommand({ StackName: "parent", ChangeSetName: "new" }));
    await yard.yard.context.jobs.settled();
    expect(await stackOf(client, nestedId)).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
    expect(await childIdOf(client)).toBe(nestedId);
    expect(await valueOf(account, "reader")).toBe("one");
  });

  test("tells what changes in each, and leaves out those that stay as they are", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const url = await upload(account, "one.json", childOf("one"));
    await client.send(new CreateStackCommand({ StackName: "parent", TemplateBody: parentOf(url) }));
    await yard.yard.context.jobs.settled();

    await make(client, "none", parentOf(url), "UPDATE");
    expect((await changesOf(client, "none", "parent")).changeSet).toMatchObject({
      Status: "FAILED",
      StatusReason: expect.stringContaining("didn't contain changes"),
    });
    // The same place, another template: only the nested change set shows it.
    await upload(account, "one.json", childOf("two"));
    await make(client, "inside", parentOf(url), "UPDATE");
    const { changes } = await changesOf(client, "inside", "parent");
    const child = changes.find((change) => change?.LogicalResourceId === "Child");
    const nested = await changesOf(client, String(child?.ChangeSetId));
    expect(nested.changes[0]?.Details?.[0]?.Target).toMatchObject({ BeforeValue: "one", AfterValue: "two" });
    await client.send(new ExecuteChangeSetCommand({ StackName: "parent", ChangeSetName: "inside" }));
    await yard.yard.context.jobs.settled();
    expect(await valueOf(account, "child-value")).toBe("two");

    const broken = await upload(account, "broken.json", { Resources: { X: { Type: "AWS::SQS::Queu" } } });
    await make(client, "broken", parentOf(broken), "UPDATE");
    // AWS: this sentence, as observed.
    expect((await changesOf(client, "broken", "parent")).changeSet).toMatchObject({
      Status: "FAILED",
      StatusReason: expect.stringMatching(
        /^Nested change set arn:.* was not successfully created: Currently in FAILED\.$/,
      ),
    });
  });

  test("takes the stacks under review with it when it is deleted, and when its execution fails before them", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    const url = await upload(account, "one.json", childOf("one"));
    const nestedIdOf = async (name: string): Promise<string> => {
      const { changes } = await changesOf(client, name, "parent");
      const child = changes.find((change) => change?.LogicalResourceId === "Child");
      return String((await changesOf(client, String(child?.ChangeSetId))).changeSet.StackId);
    };
    const isThere = async (stackId: string): Promise<boolean> =>
      (await stackOf(client, stackId).catch(() => undefined)) !== undefined;
    await make(client, "first", parentOf(url), "CREATE");
    const first = await nestedIdOf("first");
    expect(await isThere(first)).toBe(true);
    await client.send(new DeleteChangeSetCommand({ StackName: "parent", ChangeSetName: "first" }));
    expect(await isThere(first)).toBe(false);

    const Wrong = { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Name: "aws/wrong", Value: "x" } };
    const failing = JSON.parse(parentOf(url, "child-value", { Wrong })) as { Resources: Record<string, object> };
    failing.Resources["Child"] = { ...failing.Resources["Child"], DependsOn: "Wrong" };
    await make(client, "second", JSON.stringify(failing), "CREATE");
    const second = await nestedIdOf("second");
    await client.send(new ExecuteChangeSetCommand({ StackName: "parent", ChangeSetName: "second" }));
    await yard.yard.context.jobs.settled();
    expect((await stackOf(client, "parent"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
    expect(await isThere(second)).toBe(false);
  });
});
