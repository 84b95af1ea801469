// Nested stacks through the real SDK over HTTP. AWS: "Nested stacks"; the messages as observed.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
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
