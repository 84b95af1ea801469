// Stack policies through the real SDK over HTTP. AWS: "Prevent updates to stack resources".

import {
  CloudFormationClient,
  CreateStackCommand,
  GetStackPolicyCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { findDenial } from "../stack-policy.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const queue = (properties: object = {}) => ({ Type: "AWS::SQS::Queue", Properties: properties });
const parameter = (value: string) => ({ Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: value } });
const RESOURCES = { Kept: queue({ QueueName: "kept" }), Free: parameter("one") };
const statement = (Effect: string, Action: string | string[], Resource: string, more: object = {}) => ({
  Effect,
  Action,
  Principal: "*",
  Resource,
  ...more,
});
const policyOf = (...Statement: object[]): string => JSON.stringify({ Statement });
const PROTECTED = policyOf(
  statement("Allow", "Update:*", "*"),
  statement("Deny", ["Update:Replace", "Update:Delete"], "LogicalResourceId/Kept"),
);

async function created(policy?: string): Promise<CloudFormationClient> {
  const client = yard.account().client(CloudFormationClient);
  const TemplateBody = JSON.stringify({ Resources: RESOURCES });
  await client.send(new CreateStackCommand({ StackName: "guarded", TemplateBody, StackPolicyBody: policy }));
  await yard.yard.context.jobs.settled();
  return client;
}

/** Updates, and tells how the stack ended and why resources failed. */
async function update(
  client: CloudFormationClient,
  resources: object,
  input: Partial<UpdateStackCommandInput> = {},
): Promise<{ status: string | undefined; failures: string[] }> {
  const known = new Set(await eventsOf(client, "guarded"));
  const TemplateBody = JSON.stringify({ Resources: resources });
  await client.send(new UpdateStackCommand({ StackName: "guarded", TemplateBody, ...input }));
  await yard.yard.context.jobs.settled();
  const events = await eventsOf(client, "guarded");
  return {
    status: (await stackOf(client, "guarded"))?.StackStatus,
    failures: events.filter((event) => event.includes("UPDATE_FAILED") && !known.has(event)),
  };
}

const DENIED =
  "Action denied by stack policy: Statement [#2] does not allow [Update:Replace, Update:Delete] for resource [LogicalResourceId/Kept];";

test("a policy of a new stack forbids what it denies, and lets the rest happen", async () => {
  const client = await created(PROTECTED);
  expect(await client.send(new GetStackPolicyCommand({ StackName: "guarded" }))).toMatchObject({
    StackPolicyBody: PROTECTED,
  });
  const changed = { ...RESOURCES, Kept: queue({ QueueName: "kept", DelaySeconds: 1 }) };
  expect(await update(client, changed)).toEqual({ status: "UPDATE_COMPLETE", failures: [] });
  expect(await update(client, { ...changed, Kept: queue({ QueueName: "other" }) })).toEqual({
    status: "UPDATE_ROLLBACK_COMPLETE",
    failures: [`Kept UPDATE_FAILED: ${DENIED}`],
  });
  expect(await update(client, { Free: parameter("two") })).toMatchObject({ status: "UPDATE_ROLLBACK_COMPLETE" });
  // The old value is back, so there is something to do again; the policy for one update lets it happen.
  const during = { StackPolicyDuringUpdateBody: policyOf(statement("Allow", "Update:*", "*")) };
  expect(await update(client, { Free: parameter("two") }, during)).toEqual({ status: "UPDATE_COMPLETE", failures: [] });
  expect((await client.send(new GetStackPolicyCommand({ StackName: "guarded" }))).StackPolicyBody).toBe(PROTECTED);
});

test("with a policy, what no statement allows is protected", async () => {
  const client = await created();
  expect(await client.send(new GetStackPolicyCommand({ StackName: "guarded" }))).not.toHaveProperty("StackPolicyBody");
  const policy = policyOf(statement("Allow", "Update:Modify", "LogicalResourceId/Kept"));
  await client.send(new SetStackPolicyCommand({ StackName: "guarded", StackPolicyBody: policy }));
  expect(await update(client, { ...RESOURCES, Free: parameter("two") })).toEqual({
    status: "UPDATE_ROLLBACK_COMPLETE",
    failures: ["Free UPDATE_FAILED: Action not allowed by stack policy"],
  });
  // AWS: the update that brings a policy goes by the one before it.
  const open = { StackPolicyBody: policyOf(statement("Allow", "Update:*", "*")) };
  expect(await update(client, { ...RESOURCES, Free: parameter("two") }, open)).toMatchObject({
    status: "UPDATE_ROLLBACK_COMPLETE",
  });
  expect(await update(client, { ...RESOURCES, Free: parameter("two") })).toMatchObject({ status: "UPDATE_COMPLETE" });
});

test("policies that are none are refused", async () => {
  const client = await created();
  const refusal = async (StackPolicyBody: string): Promise<string> =>
    (await errorOf(client.send(new SetStackPolicyCommand({ StackName: "guarded", StackPolicyBody })))).message;
  expect(await refusal("no json")).toBe("Error validating stack policy: Invalid stack policy");
  expect(await refusal(policyOf(statement("Deny", "Update:*", "LogicalResourceId/Nobody")))).toBe(
    "Error validating stack policy: Unknown logical id 'LogicalResourceId/Nobody' in statement {} - stack policies can only be applied to logical ids referenced in the template",
  );
  expect(await refusal(policyOf(statement("Deny", "Delete:*", "*")))).toContain("Error validating stack policy");
  expect(await refusal("x".repeat(16_385))).toContain("Member must have length less than or equal to 16384");
  expect(await errorOf(client.send(new SetStackPolicyCommand({ StackName: "guarded" })))).toMatchObject({
    name: "ValidationError",
  });
});

test("conditions, exclusions and wildcards", () => {
  const queueKept = { logicalId: "Kept", typeName: "AWS::SQS::Queue" };
  const table = { logicalId: "Table", typeName: "AWS::DynamoDB::Table" };
  const allow = statement("Allow", "Update:*", "*");
  const byType = policyOf(
    allow,
    statement("Deny", "Update:*", "*", { Condition: { StringLike: { ResourceType: ["AWS::DynamoDB::*"] } } }),
  );
  expect(findDenial(byType, "Update:Modify", table)).toContain("Statement [#2]");
  expect(findDenial(byType, "Update:Modify", queueKept)).toBeUndefined();
  const others = policyOf({ Effect: "Allow", Action: "Update:*", Principal: "*", NotResource: "LogicalResourceId/K*" });
  expect(findDenial(others, "Update:Delete", table)).toBeUndefined();
  expect(findDenial(others, "Update:Delete", queueKept)).toBe("Action not allowed by stack policy");
  const notAction = policyOf({ Effect: "Allow", NotAction: "Update:Delete", Principal: "*", Resource: "*" });
  expect(findDenial(notAction, "Update:Replace", table)).toBeUndefined();
  expect(findDenial(notAction, "Update:Delete", table)).toBe("Action not allowed by stack policy");
});
