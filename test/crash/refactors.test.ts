// Goal: a refactor whose server is killed in the middle goes on by itself after the next start, and moves everything, each resource once. Method: `kill -9` of
// the real process as soon as some resources have moved; then start again, wait for the end and compare stacks, queues and tags.

import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackRefactorCommand,
  DescribeStackRefactorCommand,
  DescribeStacksCommand,
  ExecuteStackRefactorCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { ListQueueTagsCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, expect, test } from "vitest";
import { commandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

const MOVED = 300;
const cli = commandLine();
afterAll(() => cli.dispose());

const cloudFormation = async () => new CloudFormationClient({ ...(await cli.clientConfig()), maxAttempts: 1 });
const queues = (count: number, prefix: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, { Type: "AWS::SQS::Queue" }]));
const templateOf = (resources: object): string => JSON.stringify({ Resources: resources });

/** A stack's resources: logical ids with physical ids. */
async function resourcesOf(client: CloudFormationClient, name: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const page of paginateListStackResources({ client }, { StackName: name })) {
    for (const one of page.StackResourceSummaries ?? []) {
      found.set(String(one.LogicalResourceId), String(one.PhysicalResourceId));
    }
  }
  return found;
}

/** Asks for a refactor and kills the server when some resources have moved; undefined where all had by then. */
async function killInTheMiddle(name: string): Promise<{ id: string; before: Map<string, string> } | undefined> {
  const server = await cli.serve();
  const client = await cloudFormation();
  const target = `${name}-target`;
  await client.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: templateOf({ ...queues(MOVED, "Moved"), ...queues(1, "Kept") }),
    }),
  );
  await until(async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0]?.StackStatus === "CREATE_COMPLETE" ? true : undefined;
  });
  const before = await resourcesOf(client, name);
  const sqs = new SQSClient(await cli.clientConfig());
  await sqs.send(new SendMessageCommand({ QueueUrl: before.get("Moved7"), MessageBody: "kept" }));
  const { StackRefactorId: id } = await client.send(
    new CreateStackRefactorCommand({
      EnableStackCreation: true,
      StackDefinitions: [
        { StackName: name, TemplateBody: templateOf(queues(1, "Kept")) },
        { StackName: target, TemplateBody: templateOf(queues(MOVED, "Moved")) },
      ],
    }),
  );
  const answered = client.send(new ExecuteStackRefactorCommand({ StackRefactorId: id })).catch(() => undefined);
  const countMoved = async (): Promise<number> => {
    let count = 0;
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: target })) {
      count += (page.StackEvents ?? []).filter((event) => event.ResourceStatus === "IMPORT_COMPLETE").length;
    }
    return count;
  };
  let moved = 0;
  while (moved < MOVED / 10) moved = await countMoved();
  await server.kill();
  await answered;
  return moved < MOVED ? { id: String(id), before } : undefined;
}

test("killed in the middle", async () => {
  let run: { id: string; before: Map<string, string> } | undefined;
  let name = "";
  for (let round = 1; run === undefined && round <= 5; round += 1) {
    name = `whole-${round}`;
    run = await killInTheMiddle(name);
  }
  if (run === undefined) throw new RangeError("No look at five refactors saw one in the middle.");
  const server = await cli.serve();
  const client = await cloudFormation();
  const { id, before } = run;
  await until(async () => {
    const { ExecutionStatus } = await client.send(new DescribeStackRefactorCommand({ StackRefactorId: id }));
    return ExecutionStatus === "EXECUTE_COMPLETE" ? true : undefined;
  });
  const kept = before.get("Kept0");
  expect(await resourcesOf(client, name)).toEqual(new Map([["Kept0", kept]]));
  const after = await resourcesOf(client, `${name}-target`);
  before.delete("Kept0");
  const lastPart = (url: string | undefined) => url?.slice(url.lastIndexOf("/") + 1);
  expect([...after].map(([logicalId, url]) => [logicalId, lastPart(url)])).toEqual(
    [...before].map(([logicalId, url]) => [logicalId, lastPart(url)]),
  );
  const sqs = new SQSClient(await cli.clientConfig());
  const named = (url: string | undefined): string => `${server.origin}${new URL(String(url)).pathname}`;
  for (const index of [0, 7, MOVED - 1]) {
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: named(after.get(`Moved${index}`)) }));
    expect(Tags).toMatchObject({ "aws:cloudformation:stack-name": `${name}-target` });
  }
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: named(after.get("Moved7")) }));
  expect(Messages?.map((message) => message.Body)).toEqual(["kept"]);
  await server.kill();
});
