// Goal: whatever change was acknowledged is in the audit trail, after `kill -9`, too. Method: queues are made without pause
// while the server's process is killed, several rounds on one state; then the events of all that were acknowledged are looked up.

import { CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine, type RunningServer } from "../real/command-line.ts";

const ROUNDS = 3;
const WRITERS = 4;
/** How many acknowledged calls the server lives for, in each round. */
const LIVES_FOR = 60;

const cli = commandLine();
let server: RunningServer;

beforeAll(async () => {
  server = await cli.serve();
});

afterAll(() => cli.dispose());

test("an acknowledged change is in the audit trail after kill -9", async () => {
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const sqs = new SQSClient({ ...(await cli.clientConfig()), maxAttempts: 1 });
    let count = 0;
    let killed: Promise<void> | undefined;
    const write = async (writer: number): Promise<void> => {
      for (let index = 0; ; index++) {
        const QueueName = `queue-${round}-${writer}-${index}`;
        const answer = await sqs.send(new CreateQueueCommand({ QueueName })).catch(() => undefined);
        if (answer === undefined) return;
        acknowledged.add(QueueName);
        count += 1;
        if (count === LIVES_FOR) killed = server.kill();
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    await killed;
    server = await cli.serve();
  }
  const client = new CloudTrailClient(await cli.clientConfig());
  const recorded = new Set<string>();
  const attribute = { AttributeKey: "EventName" as const, AttributeValue: "CreateQueue" };
  for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes: [attribute] }))
    for (const { Resources = [] } of Events) for (const { ResourceName = "" } of Resources) recorded.add(ResourceName);
  expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * LIVES_FOR);
  expect([...acknowledged].filter((queueName) => !recorded.has(queueName))).toEqual([]);
});
