// Goal: SQS is SQS to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this process;
// what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: SQS is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls SQS", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let queue: readonly string[];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    queue = ["--queue-url", await aws<string>`sqs create-queue --queue-name orders --tags team=a --query QueueUrl`];
  });
  afterAll(() => cli.stop());

  test("for queues, their attributes, tags and permissions", async () => {
    expect(await aws`sqs get-queue-url --queue-name orders --query QueueUrl`).toBe(queue[1]);
    expect(await aws`sqs list-queues --queue-name-prefix ord --query QueueUrls`).toEqual([queue[1]]);
    await aws`sqs set-queue-attributes ${queue} --attributes DelaySeconds=0,VisibilityTimeout=60`;
    const read = ["get-queue-attributes", ...queue, "--attribute-names", "VisibilityTimeout"];
    expect(await aws`sqs ${read} --query Attributes.VisibilityTimeout`).toBe("60");
    await aws`sqs tag-queue ${queue} --tags stage=test`;
    await aws`sqs untag-queue ${queue} --tag-keys team`;
    expect(await aws`sqs list-queue-tags ${queue} --query Tags`).toEqual({ stage: "test" });
    await aws`sqs add-permission ${queue} --label all --aws-account-ids 123456789012 --actions SendMessage`;
    await aws`sqs remove-permission ${queue} --label all`;
  });

  test("for messages, one by one and in batches", async () => {
    const attribute = { StringValue: "7", DataType: "Number" };
    await aws`sqs send-message ${queue} --message-body ${"Grüße, all"} --message-attributes ${{ n: attribute }}`;
    const receive = ["receive-message", ...queue, "--message-attribute-names", "All", "--query", "Messages[0]"];
    const message = await aws<{ Body: string; ReceiptHandle: string }>`sqs ${receive}`;
    expect(message).toMatchObject({ Body: "Grüße, all", MessageAttributes: { n: attribute } });
    const handle = ["--receipt-handle", message.ReceiptHandle];
    await aws`sqs change-message-visibility ${queue} ${handle} --visibility-timeout 30`;
    await aws`sqs delete-message ${queue} ${handle}`;

    const sent = ["a", "b"].map((Id) => ({ Id, MessageBody: Id }));
    expect(await aws`sqs send-message-batch ${queue} --entries ${sent} --query Successful[].Id`).toEqual(["a", "b"]);
    const many = ["--max-number-of-messages", "10", "--query", "Messages[].ReceiptHandle"];
    const handles = await aws<string[]>`sqs receive-message ${queue} --wait-time-seconds 5 ${many}`;
    const held = handles.map((ReceiptHandle, at) => ({ Id: `${at}`, ReceiptHandle }));
    const longer = held.map((entry) => ({ ...entry, VisibilityTimeout: 90 }));
    await aws`sqs change-message-visibility-batch ${queue} --entries ${longer}`;
    const deleted = await aws`sqs delete-message-batch ${queue} --entries ${held} --query Successful[].Id`;
    expect(deleted).toEqual(["0", "1"]);
    await aws`sqs purge-queue ${queue}`;
  });

  test("for dead letters", async () => {
    const dead = await aws<string>`sqs create-queue --queue-name dead --query QueueUrl`;
    const named = ["--attribute-names", "QueueArn", "--query", "Attributes.QueueArn"];
    const deadArn = await aws<string>`sqs get-queue-attributes --queue-url ${dead} ${named}`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: "1" });
    await aws`sqs set-queue-attributes ${queue} --attributes ${{ RedrivePolicy, VisibilityTimeout: "0" }}`;
    const sources = await aws`sqs list-dead-letter-source-queues --queue-url ${dead} --query queueUrls`;
    expect(sources).toEqual([queue[1]]);

    for (let at = 0; at < 5; at++) await aws`sqs send-message ${queue} --message-body ${`dead ${at}`}`;
    await aws`sqs receive-message ${queue} --max-number-of-messages 10`;
    expect(await aws`sqs receive-message ${queue} --max-number-of-messages 10`).toBeUndefined();
    // One message a second, so that the task is still running when it is cancelled.
    const start = ["--source-arn", deadArn, "--max-number-of-messages-per-second", "1"];
    const task = await aws<string>`sqs start-message-move-task ${start} --query TaskHandle`;
    await aws`sqs cancel-message-move-task --task-handle ${task}`;
    const tasks = await aws`sqs list-message-move-tasks --source-arn ${deadArn} --query Results[].Status`;
    expect(tasks).toEqual([expect.stringMatching(/^CANCELL(ING|ED)$/)]);
  });

  test("and is told of a queue that is gone", async () => {
    await aws`sqs delete-queue ${queue}`;
    // AWS: JSON-speaking tools get the code of the Query protocol by x-amzn-query-error.
    await expect(aws`sqs get-queue-url --queue-name orders`).rejects.toThrow(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: " +
        "The specified queue does not exist",
    );
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("sqs")).toEqual([]);
  });
});
