// Goal: every resource type keeps the promise that the stack engine's crash recovery rests on: a step that is repeated finds what it made, and makes
// nothing twice. Method: every registered type in two versions of one template, deployed through the engine with types that run each step twice.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type StackEvent,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { IAMClient, UpdateAccountPasswordPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { ResourceType } from "../../src/service/resource-type.ts";
import { sharedYard, testYard } from "../../src/testing/harness.ts";
import { everyType } from "./every-type.ts";
import { putLayerContent } from "./layer-content.ts";

/** Every step twice, as after a crash; what differs the second time is reported. */
function twice(type: ResourceType, report: (difference: string) => void): ResourceType {
  const { update } = type;
  const compare = (step: string, first: unknown, second: unknown): void => {
    if (!isDeepStrictEqual(first, second)) {
      report(`${type.typeName} ${step}: ${JSON.stringify(first)} became ${JSON.stringify(second)}`);
    }
  };
  return {
    ...type,
    async create(properties, context) {
      const first = await type.create(properties, context);
      const second = await type.create(properties, context);
      compare("create", first, second);
      return second;
    },
    ...(update === undefined
      ? {}
      : {
          async update(physicalId, properties, previous, context) {
            const first = await update.call(type, physicalId, properties, previous, context);
            const second = await update.call(type, physicalId, properties, previous, context);
            compare("update", first, second);
            return second;
          },
        }),
    async delete(physicalId, properties, context) {
      await type.delete(physicalId, properties, context);
      await type.delete(physicalId, properties, context);
    },
  };
}

const NESTED = JSON.stringify({
  Parameters: { Text: { Type: "String" } },
  Resources: { P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "Text" } } } },
  Outputs: { Name: { Value: { Ref: "P" } } },
});

/** All types, and a stack within the stack, whose template lies in a bucket. */
function templateOf(version: 1 | 2, nestedUrl: string): string {
  const Nested = {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: nestedUrl, Parameters: { Text: `version ${version}` } },
  };
  return JSON.stringify({ Resources: { ...everyType(version).Resources, Nested } });
}

test("every step of every resource type can be repeated", async () => {
  const { resourceTypes } = await (await sharedYard()).registry();
  const known = [...Object.values(everyType(1).Resources).map(({ Type }) => Type), "AWS::CloudFormation::Stack"];
  expect([...new Set(known)].toSorted()).toEqual(resourceTypes.map(({ typeName }) => typeName).toSorted());

  const differences: string[] = [];
  const yard = await testYard({
    resourceTypes: resourceTypes.map((type) => twice(type, (difference) => differences.push(difference))),
  });
  const account = yard.account();
  await putLayerContent(account);
  const client = account.client(CloudFormationClient);
  const s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: "nested-templates" }));
  await s3.send(new PutObjectCommand({ Bucket: "nested-templates", Key: "nested.json", Body: NESTED }));
  const nestedUrl = `${yard.origin}/nested-templates/nested.json`;
  const failures = async (stackName: string): Promise<string[]> => {
    await yard.yard.context.jobs.settled();
    const StackEvents: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stackName }))
      StackEvents.push(...(page.StackEvents ?? []));
    return StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED")).map(
      (event) => `${event.LogicalResourceId} ${event.ResourceStatus}: ${event.ResourceStatusReason}`,
    );
  };
  const Capabilities = ["CAPABILITY_IAM" as const];
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: "all", TemplateBody: templateOf(1, nestedUrl), Capabilities }),
  );
  expect(await failures("all")).toEqual([]);
  await client.send(new UpdateStackCommand({ StackName: "all", TemplateBody: templateOf(2, nestedUrl), Capabilities }));
  expect(await failures("all")).toEqual([]);
  await client.send(new DeleteStackCommand({ StackName: "all" }));
  expect(await failures(String(StackId))).toEqual([]);
  expect(differences).toEqual([]);
  await yard.stop();
});

test("a password is set again by a repeated step, although the account's policy allows no reuse", async () => {
  const { resourceTypes } = (await sharedYard()).yard.registry;
  const yard = await testYard({ resourceTypes: resourceTypes.map((type) => twice(type, () => undefined)) });
  const account = yard.account();
  await account.client(IAMClient).send(new UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 2 }));
  const client = account.client(CloudFormationClient);
  const statusOf = async (password: string, isNew: boolean) => {
    const User = { Type: "AWS::IAM::User", Properties: { LoginProfile: { Password: password } } };
    const request = { StackName: "users", Capabilities: ["CAPABILITY_IAM" as const] };
    const wanted = { ...request, TemplateBody: JSON.stringify({ Resources: { User } }) };
    await (isNew ? client.send(new CreateStackCommand(wanted)) : client.send(new UpdateStackCommand(wanted)));
    await yard.yard.context.jobs.settled();
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "users" }));
    return stack?.StackStatus;
  };
  expect(await statusOf("Correct-horse-7", true)).toBe("CREATE_COMPLETE");
  expect(await statusOf("Correct-horse-8", false)).toBe("UPDATE_COMPLETE");
  // What is reuse and no repetition is refused, as on AWS, and the way back, to a password that is remembered, has nothing to change.
  expect(await statusOf("Correct-horse-7", false)).toBe("UPDATE_ROLLBACK_COMPLETE");
  await yard.stop();
});
