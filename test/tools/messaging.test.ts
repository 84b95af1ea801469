// Messaging with the clients of other languages, where they are installed: boto3 and the AWS CLI against a real server.
// They speak other protocols (SNS in Query) and know errors by other codes (SQS's of the Query protocol).

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";

const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const PROGRAM = fileURLToPath(new URL("messaging.py", import.meta.url));

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

/** Runs a program as this account, beside the yard in this process; what it printed. */
function run(
  account: TestAccount,
  command: string,
  parameters: readonly string[],
): Promise<{ out: string; error: string }> {
  const { credentials, region, endpoint } = account.config;
  const child = spawn(command, parameters, {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_PAGER: "",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
    },
  });
  const [out, error]: [string[], string[]] = [[], []];
  child.stdout.on("data", (bytes: Buffer) => void out.push(bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => void error.push(bytes.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve({ out: out.join(""), error: error.join("") }));
  });
}

if (!hasBoto3) test("boto3 is not installed: messaging is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: messaging is not tried with it", () => expect(hasCli).toBe(false));

// Goal: a Python program works as against AWS, down to the errors' types and codes. AWS: recorded from the service.
test.runIf(hasBoto3)("boto3 sends, receives, publishes and configures", async () => {
  const { out, error } = await run(yard.account(), "python3", [PROGRAM]);
  expect(error).toBe("");
  expect(JSON.parse(out)).toEqual({
    bodies: ["m0", "m1", "m2"],
    empty: [],
    noGroup: ["ClientError", "MissingParameter", "The request must contain the parameter MessageGroupId."],
    noQueue: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."],
    otherAttribute: [
      "QueueNameExists",
      "QueueAlreadyExists",
      "A queue already exists with the same name and a different value for attribute DelaySeconds",
    ],
    noTopic: ["NotFoundException", "NotFound", "Topic does not exist"],
    received: ["hello", "b"],
    names: ["/app/a", "/app/b/c"],
    noParameter: ["ParameterNotFound", "ParameterNotFound", ""],
    notVerified: [
      "MessageRejected",
      "MessageRejected",
      "Email address is not verified. The following identities failed the check in region US-EAST-1: a@example.com",
    ],
  });
});

describe.runIf(hasCli)("the AWS CLI", () => {
  // Goal: a message's way by the command line. Method: the endpoint is given as an option: version 1 of the CLI
  // overrides AWS_ENDPOINT_URL for SQS with a host name of AWS's own (its customization "overridesslcommonname").
  test("sends and receives a message", async () => {
    const account = yard.account();
    const aws = async (...parameters: string[]) =>
      run(account, "aws", ["--endpoint-url", yard.origin, "sqs", ...parameters]);
    const made = JSON.parse((await aws("create-queue", "--queue-name", "cli")).out) as { QueueUrl: string };
    const attribute = '{"a":{"DataType":"String","StringValue":"b"}}';
    const queue = ["--queue-url", made.QueueUrl];
    const sent = await aws("send-message", ...queue, "--message-body", "hello", "--message-attributes", attribute);
    expect(JSON.parse(sent.out)).toMatchObject({ MD5OfMessageBody: "5d41402abc4b2a76b9719d911017c592" });
    const received = await aws(
      "receive-message",
      ...queue,
      "--attribute-names",
      "All",
      "--message-attribute-names",
      "All",
    );
    expect(JSON.parse(received.out)).toMatchObject({
      Messages: [
        { Body: "hello", MessageAttributes: { a: { StringValue: "b" } }, Attributes: { ApproximateReceiveCount: "1" } },
      ],
    });
    // AWS: recorded, the command prints nothing where there is nothing.
    expect(await aws("receive-message", ...queue)).toEqual({ out: "", error: "" });
    const { error } = await aws("send-message", "--queue-url", `${made.QueueUrl}x`, "--message-body", "x");
    expect(error).toContain(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the SendMessage operation: The specified queue does not exist.",
    );
  });
});
