// Goal: after `eval "$(stackyard env)"` the AWS CLI and boto3 work as they are. Method: a real server; every command runs in
// a shell that starts with that line, as people would type it. What single services answer these tools in detail is
// tried in the other files of this folder.

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLine, ROOT } from "../real/command-line.ts";

const execute = promisify(execFile);
const cliVersion = spawnSync("aws", ["--version"], { encoding: "utf8" }).stdout ?? "";
const isVersion1 = cliVersion.startsWith("aws-cli/1.");
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const cli = commandLine();

beforeAll(async () => {
  if (cliVersion !== "" || hasBoto3) await cli.serve();
});

afterAll(() => cli.dispose());

/** What commands print in a shell that talks to the yard. */
async function shell(commands: string): Promise<string> {
  const env = `eval "$('${process.execPath}' '${join(ROOT, "bin/stackyard.js")}' env)"`;
  const script = `set -euo pipefail\n${env}\n${commands}`;
  const { stdout } = await execute("bash", ["-c", script], { cwd: cli.folder, env: cli.environment });
  return stdout.trim();
}

if (cliVersion === "") test("the AWS CLI is not installed: it is not tried", () => expect(cliVersion).toBe(""));

describe.runIf(cliVersion !== "")(`the AWS CLI (${cliVersion.split(" ")[0] ?? ""})`, () => {
  test("sts get-caller-identity", async () => {
    const identity = JSON.parse(await shell("aws sts get-caller-identity")) as Record<string, string>;
    expect(identity["Arn"]).toBe(`arn:aws:iam::${identity["Account"]}:user/stackyard`);
  });

  test("s3 mb, cp, ls and sync", async () => {
    mkdirSync(join(cli.folder, "site/pages"), { recursive: true });
    writeFileSync(join(cli.folder, "site/index.html"), "<h1>Home</h1>");
    writeFileSync(join(cli.folder, "site/pages/about.html"), "<h1>About</h1>");
    const listed = await shell(`
      aws s3 mb s3://site
      aws s3 cp site/index.html s3://site/first.html
      aws s3 sync site s3://site
      aws s3 ls --recursive s3://site | awk '{ print $3, $4 }'
      aws s3 sync s3://site back --quiet`);
    expect(listed.split("\n").slice(-3)).toEqual(["13 first.html", "13 index.html", "14 pages/about.html"]);
    expect(readFileSync(join(cli.folder, "back/pages/about.html"), "utf8")).toBe("<h1>About</h1>");
  });

  test("cloudtrail lookup-events", async () => {
    const found = await shell(`
      aws sns create-topic --name audited > /dev/null
      aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=audited \\
        --query 'Events[].[EventName,Username]' --output text`);
    expect(found.split(/\s+/)).toEqual(["CreateTopic", "stackyard"]);
  });

  test("dynamodb create-table, put-item and query", async () => {
    const found = await shell(`
      aws dynamodb create-table --table-name music --billing-mode PAY_PER_REQUEST \\
        --attribute-definitions AttributeName=artist,AttributeType=S AttributeName=song,AttributeType=S \\
        --key-schema AttributeName=artist,KeyType=HASH AttributeName=song,KeyType=RANGE > /dev/null
      aws dynamodb wait table-exists --table-name music
      for song in one two; do
        aws dynamodb put-item --table-name music --item '{"artist": {"S": "me"}, "song": {"S": "'$song'"}}'
      done
      aws dynamodb query --table-name music --key-condition-expression "artist = :artist and song > :after" \\
        --expression-attribute-values '{":artist": {"S": "me"}, ":after": {"S": "one"}}' \\
        --query "Items[].song.S" --output text`);
    expect(found).toBe("two");
  });

  // Version 1 makes the host of SQS from the region, and does not read AWS_ENDPOINT_URL for it. docs/tools.md
  const endpoint = isVersion1 ? '--endpoint-url "$AWS_ENDPOINT_URL"' : "";
  test(`sqs send-message and receive-message ${isVersion1 ? "with --endpoint-url" : ""}`.trim(), async () => {
    const received = await shell(`
      url=$(aws sqs create-queue --queue-name orders --query QueueUrl --output text ${endpoint})
      aws sqs send-message --queue-url "$url" --message-body "Hello, Grüße" ${endpoint} > /dev/null
      aws sqs receive-message --queue-url "$url" --query "Messages[].Body" --output text ${endpoint}`);
    expect(received).toBe("Hello, Grüße");
  });

  test("cloudformation deploy and describe-stack-events, lambda invoke, and logs", async () => {
    writeFileSync(join(cli.folder, "hello.yaml"), HELLO);
    const said = await shell(`
      aws cloudformation deploy --stack-name hello --template-file hello.yaml --capabilities CAPABILITY_IAM
      aws cloudformation describe-stack-events --stack-name hello \\
        --query "StackEvents[0].[LogicalResourceId, ResourceStatus]" --output text`);
    expect(said).toMatch(/Successfully created\/updated stack - hello\nhello\tCREATE_COMPLETE$/);

    const answer = await shell(`
      aws lambda invoke --function-name hello --payload '{"name": "CLI"}' \\
        ${isVersion1 ? "" : "--cli-binary-format raw-in-base64-out"} answer.json
      cat answer.json`);
    expect(answer).toMatch(/"StatusCode": 200[^]*"Hello, CLI!"$/);

    const read = isVersion1
      ? `aws logs filter-log-events --log-group-name /aws/lambda/hello --query "events[].message" --output text`
      : "aws logs tail /aws/lambda/hello --format short";
    expect(await shell(read)).toContain("greeting CLI");
  });
});

const HELLO = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: hello
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          exports.handler = async ({ name }) => {
            console.log("greeting", name);
            return "Hello, " + name + "!";
          };
`;

if (!hasBoto3) test("boto3 is not installed: it is not tried", () => expect(hasBoto3).toBe(false));

test.runIf(hasBoto3)("boto3 finds everything in the environment", async () => {
  const said = await shell(`python3 - <<'PYTHON'
import json, os, urllib.request
import boto3
from botocore.config import Config

account = boto3.client("sts").get_caller_identity()["Account"]

bucket = boto3.resource("s3").create_bucket(Bucket="boto3")
bucket.put_object(Key="a/b", Body=b"one")
link = boto3.client("s3", config=Config(signature_version="s3v4")).generate_presigned_url(
    "get_object", Params={"Bucket": "boto3", "Key": "a/b"})
by_link = urllib.request.urlopen(link).read().decode()

queue = boto3.resource("sqs").create_queue(QueueName="boto3")
queue.send_message(MessageBody="two")
[message] = queue.receive_messages()

table = boto3.resource("dynamodb").create_table(TableName="boto3", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
table.wait_until_exists()
table.put_item(Item={"id": 3, "tags": {"x", "y"}})
item = table.get_item(Key={"id": 3})["Item"]

print(json.dumps([account, by_link, message.body, sorted(item["tags"])]))
PYTHON`);
  expect(JSON.parse(said)).toEqual([expect.stringMatching(/^\d{12}$/), "one", "two", ["x", "y"]]);
});
