// A stack's operations and their events through the real SDK over HTTP. AWS: API Reference, "DescribeEvents"; the wordings of its errors are
// inferred.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetHooksCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  GetHookResultCommand,
  ListHookResultsCommand,
  RemoveAliasCommand,
  SetAliasCommand,
  UpdateStackCommand,
  type DescribeEventsCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { errorOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const templateOf = (resources: Record<string, object>): string =>
  JSON.stringify({
    Resources: Object.fromEntries(
      Object.entries(resources).map(([name, Properties]) => [name, { Type: "AWS::SQS::Queue", Properties }]),
    ),
  });

/** Each event as "OPERATION EVENT: what of whom". */
async function eventsBy(client: CloudFormationClient, input: DescribeEventsCommandInput): Promise<string[]> {
  const { OperationEvents = [] } = await client.send(new DescribeEventsCommand(input));
  return OperationEvents.map((event) =>
    event.EventType === "STACK_EVENT"
      ? `${event.OperationType} ${event.OperationStatus}`
      : `${event.OperationType} ${event.EventType}: ${event.LogicalResourceId} ${event.ResourceStatus}`,
  );
}

test("each operation has an id, and a way back has one of its own", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "taken" }));
  const created = await client.send(new CreateStackCommand({ StackName: "s", TemplateBody: templateOf({ A: {} }) }));
  await yard.yard.context.jobs.settled();
  const bad = templateOf({ A: {}, B: { QueueName: "taken", DelaySeconds: 1 } });
  const updated = await client.send(new UpdateStackCommand({ StackName: "s", TemplateBody: bad }));
  await yard.yard.context.jobs.settled();

  const creation = await eventsBy(client, { OperationId: created.OperationId });
  expect(creation.toSorted()).toEqual([
    "CREATE_STACK PROGRESS_EVENT: A CREATE_COMPLETE",
    "CREATE_STACK PROGRESS_EVENT: A CREATE_IN_PROGRESS",
    "CREATE_STACK PROGRESS_EVENT: A CREATE_IN_PROGRESS",
    "CREATE_STACK PROGRESS_EVENT: s CREATE_COMPLETE",
    "CREATE_STACK PROGRESS_EVENT: s CREATE_IN_PROGRESS",
    "CREATE_STACK SUCCEEDED",
  ]);
  expect(await eventsBy(client, { OperationId: updated.OperationId, Filters: { FailedEvents: true } })).toEqual(
    expect.arrayContaining(["UPDATE_STACK FAILED", "UPDATE_STACK PROVISIONING_ERROR: B CREATE_FAILED"]),
  );
  const operations = (await stackOf(client, "s"))?.LastOperations ?? [];
  expect(operations.map(({ OperationType }) => OperationType)).toEqual(["ROLLBACK", "UPDATE_STACK", "CREATE_STACK"]);
  expect(operations[1]?.OperationId).toBe(updated.OperationId);
  const rollback = await eventsBy(client, { StackName: "s", OperationId: operations[0]?.OperationId });
  expect(rollback).toContain("ROLLBACK SUCCEEDED");
  expect(rollback).toContain("ROLLBACK PROGRESS_EVENT: s UPDATE_ROLLBACK_COMPLETE");

  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: "s" }));
  expect(new Set(StackEvents.map(({ OperationId }) => OperationId))).toEqual(
    new Set(operations.map(({ OperationId }) => OperationId)),
  );
  const all = await eventsBy(client, { StackName: "s" });
  expect(all).toHaveLength(StackEvents.length + operations.length);
});

test("the creation of a change set is an operation, and fails with it", async () => {
  const client = yard.account().client(CloudFormationClient);
  await client.send(new CreateStackCommand({ StackName: "s", TemplateBody: templateOf({ A: {} }) }));
  await yard.yard.context.jobs.settled();
  const change = async (ChangeSetName: string, resources: Record<string, object>): Promise<string[]> => {
    const TemplateBody = templateOf(resources);
    await client.send(new CreateChangeSetCommand({ StackName: "s", ChangeSetName, TemplateBody }));
    return eventsBy(client, { StackName: "s", ChangeSetName });
  };
  expect(await change("some", { A: {}, B: {} })).toEqual(["CREATE_CHANGESET SUCCEEDED"]);
  expect(await change("none", { A: {} })).toEqual(["CREATE_CHANGESET FAILED"]);
});

test("what is not there is an error", async () => {
  const client = yard.account().client(CloudFormationClient);
  const messageOf = async (input: DescribeEventsCommandInput): Promise<string> =>
    (await errorOf(client.send(new DescribeEventsCommand(input)))).message;
  expect(await messageOf({})).toBe("Specify StackName, ChangeSetName or OperationId.");
  expect(await messageOf({ OperationId: "nobody" })).toBe("Operation [nobody] does not exist");
  expect(await messageOf({ StackName: "nobody" })).toBe("Stack with id nobody does not exist");
});

test("an alias means its stack until it is taken away", async () => {
  const client = yard.account().client(CloudFormationClient);
  const TemplateBody = templateOf({ A: {} });
  for (const StackName of ["one", "two"]) await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await yard.yard.context.jobs.settled();
  const set = (StackName: string, AliasName: string) => client.send(new SetAliasCommand({ StackName, AliasName }));
  await set("one", "orders");
  expect(await stackOf(client, "orders")).toMatchObject({ StackName: "one", AliasName: "orders" });
  // AWS: API Reference, "SetAlias": unique among stacks and aliases, one for each stack.
  expect((await errorOf(set("two", "orders"))).name).toBe("AlreadyExistsException");
  expect((await errorOf(set("two", "one"))).name).toBe("AlreadyExistsException");
  expect((await errorOf(set("one", "more"))).name).toBe("LimitExceededException");
  const taken = client.send(new CreateStackCommand({ StackName: "orders", TemplateBody }));
  expect((await errorOf(taken)).name).toBe("AlreadyExistsException");
  await client.send(new RemoveAliasCommand({ AliasName: "orders" }));
  expect((await errorOf(stackOf(client, "orders"))).message).toBe("Stack with id orders does not exist");
  expect((await errorOf(client.send(new RemoveAliasCommand({ AliasName: "one" })))).message).toBe(
    "Alias [one] does not exist",
  );
  await set("one", "orders");
  await client.send(new DeleteStackCommand({ StackName: "orders" }));
  await yard.yard.context.jobs.settled();
  await set("two", "orders");
});

test("hooks are none", async () => {
  const client = yard.account().client(CloudFormationClient);
  const StackName = "s";
  const TemplateBody = templateOf({ A: {} });
  const changeSet = { StackName, ChangeSetName: "new" };
  await client.send(new CreateChangeSetCommand({ ...changeSet, ChangeSetType: "CREATE", TemplateBody }));
  const { Hooks, Status } = await client.send(new DescribeChangeSetHooksCommand(changeSet));
  expect({ Hooks, Status }).toEqual({ Hooks: [], Status: "PLANNED" });
  expect((await client.send(new ListHookResultsCommand({}))).HookResults).toEqual([]);
  const listed = client.send(new ListHookResultsCommand({ TargetType: "STACK", TargetId: StackName }));
  expect(await errorOf(listed)).toMatchObject({ name: "HookResultNotFoundException", status: 404 });
  const HookResultId = "00000000-0000-0000-0000-000000000000";
  expect(await errorOf(client.send(new GetHookResultCommand({ HookResultId })))).toMatchObject({
    name: "HookResultNotFoundException",
    status: 404,
  });
});
