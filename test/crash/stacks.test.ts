// Goal: a stack whose server is killed in the middle of an operation ends by itself after the next start, whole. Method: `kill -9` of the real process
// as soon as a number of queues exists; then start again, wait for the stack's end and compare what exists with what it says.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, expect, test } from "vitest";
import { commandLine } from "../real/command-line.ts";

// LIMIT: as many as a template may have.
const QUEUES = 500;
const cli = commandLine();
afterAll(() => cli.dispose());

const stackName = (share: number, round: number): string => `share-${Math.round(share * 100)}-${round}-of-ten`;
const cloudFormation = async () => new CloudFormationClient({ ...(await cli.clientConfig()), maxAttempts: 1 });

async function queuesOf(name: string): Promise<string[]> {
  const client = new SQSClient(await cli.clientConfig());
  const urls: string[] = [];
  for await (const page of paginateListQueues({ client }, { QueueNamePrefix: name, MaxResults: 1000 })) {
    urls.push(...(page.QueueUrls ?? []));
  }
  return urls.map(lastPart).sort();
}

async function resourcesOf(name: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of paginateListStackResources({ client: await cloudFormation() }, { StackName: name })) {
    for (const { PhysicalResourceId: id = "" } of page.StackResourceSummaries ?? []) ids.push(id);
  }
  return ids.map(lastPart).sort();
}

function lastPart(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

/** The stack's status when it has come to its end: a waiter's question is answered at that moment. */
async function endOf(name: string): Promise<string | undefined> {
  const config = await cli.clientConfig();
  const waiter = new CloudFormationClient({ ...config, customUserAgent: [["m", "B"]] });
  const { Stacks } = await waiter.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks?.[0]?.StackStatus;
}

/** A chain, so that the creation stands somewhere in the middle while it is watched. */
const TEMPLATE = JSON.stringify({
  Resources: Object.fromEntries(
    Array.from({ length: QUEUES }, (_, index) => [
      `Queue${index}`,
      { Type: "AWS::SQS::Queue", ...(index === 0 ? {} : { DependsOn: `Queue${index - 1}` }) },
    ]),
  ),
});

/**
 * Kills the server while a stack is being created. A machine may be quick enough to finish a stack between two looks;
 * that one proves nothing, and another is made.
 */
async function killInTheMiddle(share: number): Promise<string> {
  const server = await cli.serve();
  for (let round = 1; round <= 10; round += 1) {
    const name = stackName(share, round);
    const client = await cloudFormation();
    const answered = client
      .send(new CreateStackCommand({ StackName: name, TemplateBody: TEMPLATE }))
      .catch(() => undefined);
    let seen = 0;
    while (seen < share * QUEUES) seen = (await queuesOf(name)).length;
    if (seen < QUEUES) {
      await server.kill();
      await answered;
      return name;
    }
  }
  throw new RangeError("No look at ten stacks saw one in the middle.");
}

test.each([0.05, 0.2, 0.35])("killed when a share of %d exists", async (share) => {
  const name = await killInTheMiddle(share);

  const second = await cli.serve();
  expect(await endOf(name)).toBe("CREATE_COMPLETE");
  const queues = await queuesOf(name);
  expect(queues).toHaveLength(QUEUES);
  expect(queues).toEqual(await resourcesOf(name));

  // The deletion is killed, too: nothing may be left of the stack.
  await (await cloudFormation()).send(new DeleteStackCommand({ StackName: name }));
  await second.kill();
  const third = await cli.serve();
  await expect(endOf(name)).rejects.toThrow(`Stack with id ${name} does not exist`);
  expect(await queuesOf(name)).toEqual([]);
  await third.kill();
});
