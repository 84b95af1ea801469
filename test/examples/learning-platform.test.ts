// Goal: the example runs as its README says, from nothing to nothing. Method: `stackyard up` in a process of its own on a
// copy of the example; the tests follow each other on that one system, as a person's morning would.

import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  ListExportsCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeployResult } from "../../src/delivery/deploy/events.ts";
import type { ClientConfig } from "../../src/testing/harness.ts";
import { commandLine, ROOT, type Running } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { copyPlatform, platformUrls, type PlatformUrls } from "../real/learning-platform.ts";
import { report } from "../real/report.ts";
import { until } from "../real/until.ts";

const UNITS = ["infrastructure", "course", "payment", "user", "content", "progress"];

const cli = commandLine();
const directory = copyPlatform(cli);
const http = httpClient();
let up: Running;
let urls: PlatformUrls;
let config: ClientConfig;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  up = cli.start(["up", directory, "--port", "0"]);
  const result = await up.line<DeployResult>((line) => line["type"] === "result");
  // In the order in which they ended: units that do not wait for each other end in any.
  expect(result.units.map(({ unit, outcome }) => `${unit} ${outcome}`).toSorted()).toEqual(
    UNITS.map((unit) => `${unit} deployed`).toSorted(),
  );
  report(`${UNITS.length} units were deployed from nothing in ${Math.round(result.durationMs)} ms (budget 2,000 ms).`);
  await up.line((line) => line["type"] === "watching");
  urls = await platformUrls(cli, directory);
  config = await cli.clientConfig({ directory });
  cloudFormation = new CloudFormationClient(config);
});

afterAll(async () => {
  http.close();
  await cli.dispose();
});

test("try.sh pays for a course, and gets the enrolment and the mail", async () => {
  const run = promisify(execFile)("bash", [join(ROOT, "examples/learning-platform/try.sh")], { env: cli.environment });
  const { stdout } = await run;
  expect(stdout).toContain("The course is paid for, the enrolment is active, and the mail is sent.");
  expect(stdout).toContain('-> 402 {"message":"The card was declined."}');
  expect(stdout).toContain('"subject": "You are enrolled"');
});

test("a second deployment skips all units and says why", async () => {
  const lines = await cli.json<{ readonly type: string } & DeployResult>(["deploy", directory]);
  const result = lines.find(({ type }) => type === "result");
  expect(result?.units.map(({ outcome }) => outcome)).toEqual(UNITS.map(() => "unchanged"));
  for (const unit of result?.units ?? []) expect(unit.outcome === "unchanged" && unit.reason).toMatch(/\w+/);
  report(`A deployment of nothing took ${Math.round(result?.durationMs ?? 0)} ms (budget 150 ms).`);
});

test("a saved handler file is live at the next request", async () => {
  const file = join(directory, "course/src/list-courses.ts");
  const url = `${urls.course}/courses`;
  expect((await http.call("GET", url)).json).not.toHaveProperty("edition");
  const durations: number[] = [];
  for (const edition of [1, 2, 3]) {
    const seen = up.lines.length;
    const source = readFileSync(file, "utf8").replace(/JSON\.stringify\(\{ .*courses \}\)/, () => {
      return `JSON.stringify({ edition: ${edition}, courses })`;
    });
    const savedAtMs = performance.now();
    writeFileSync(file, source);
    await until(async () => {
      const { json } = await http.call<{ readonly edition?: number }>("GET", url);
      return json.edition === edition ? edition : undefined;
    });
    durations.push(Math.round(performance.now() - savedAtMs));
    expect(await up.line((line) => line["type"] === "swapped", seen)).toMatchObject({ logicalId: "ListCourses" });
  }
  report(`Saved code answered after ${durations.join(", ")} ms (budget 250 ms).`);
  expect(Math.min(...durations)).toBeLessThan(2_000);
});

test("a payment without dynamodb:PutItem fails with AWS's text", async () => {
  const iam = new IAMClient(config);
  const physicalId = async (logicalId: string): Promise<string> => {
    const stack = { StackName: "learning-platform-dev-payment", LogicalResourceId: logicalId };
    const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand(stack));
    return StackResourceDetail?.PhysicalResourceId ?? "";
  };
  const [RoleName, tableName, functionName] = await Promise.all(["PayRole", "PaymentTable", "Pay"].map(physicalId));
  const { PolicyNames: [PolicyName] = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const before = decodeURIComponent(PolicyDocument);
  expect(before).toContain("dynamodb:PutItem");
  const without = before.replace("dynamodb:PutItem", "dynamodb:DescribeTable");
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: without }));

  // Through the API: the function fails, and its log says why.
  const [order, course] = [{ userId: "eve", email: "eve@example.com", cardNumber: "4242" }, "permissions"];
  await http.call("PUT", `${urls.course}/courses/${course}`, { title: "Permissions", priceCents: 100 });
  const pay = (paymentId: string): ReturnType<typeof http.call> =>
    http.call("PUT", `${urls.payment}/payments/${paymentId}`, { ...order, courseId: course });
  const refused = await until(async () => {
    const answer = await pay("denied");
    return answer.status === 404 ? undefined : answer;
  });
  // AWS: "Working with AWS Lambda proxy integrations for HTTP APIs": a function that fails is a 500.
  expect(refused).toMatchObject({ status: 500, json: { message: "Internal Server Error" } });
  const account = /:(\d{12}):/.exec(
    (await cloudFormation.send(new ListExportsCommand())).Exports?.[0]?.ExportingStackId ?? "",
  )?.[1];
  const table = `arn:aws:dynamodb:${config.region}:${account}:table/${tableName}`;
  // AWS: "Troubleshoot access denied error messages": an implicit denial for lack of an identity-based policy.
  const denied = (session: string): string =>
    `User: arn:aws:sts::${account}:assumed-role/${RoleName}/${session} is not authorized to perform: ` +
    `dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`;
  const logs = new CloudWatchLogsClient(config);
  const group = { logGroupName: `/aws/lambda/${functionName}`, filterPattern: "AccessDeniedException" };
  const message = await until(async () => (await logs.send(new FilterLogEventsCommand(group))).events?.[0]?.message);
  // AWS: "Defining Lambda function permissions with an execution role": the session has the function's name.
  expect(message).toContain(denied(functionName ?? ""));

  // Directly: a session of the same role, which this account's administrator is let into for it.
  const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" };
  const trustPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new ListRolesCommand()).then(({ Roles }) => ({
    Role: Roles?.find((each) => each.RoleName === RoleName),
  }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustPolicy }));
  const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "auditor" });
  const { Credentials } = await new STSClient(config).send(assume);
  const session = new DynamoDBClient({
    ...config,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  });
  const put = new PutItemCommand({ TableName: tableName, Item: { paymentId: { S: "direct" } } });
  await expect(session.send(put)).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: denied("auditor"),
    $metadata: { httpStatusCode: 400 },
  });

  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName,
      PolicyDocument: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: before }));
  expect(await pay("allowed")).toMatchObject({ status: 201 });
});

test("destroy does not delete materials unless that is said", async () => {
  const kept = await cli.run(["destroy", directory]);
  expect(kept.code).toBe(1);
  expect(kept.stderr).toContain("content failed at MaterialBucket (AWS::S3::Bucket)");
  expect(kept.stderr).toContain("Next: stackyard destroy --env dev --allow-data-loss\n");
});

test("after destroy nothing is left", async () => {
  const destroyed = ["destroy", directory, "--allow-data-loss"];
  const lines = await cli.json<{ readonly type: string; readonly left?: unknown }>(destroyed);
  expect(lines.find(({ type }) => type === "result")?.left).toEqual([]);
  const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand({}));
  expect(StackSummaries.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE")).toEqual([]);
  const [sns, lambda] = [new SNSClient(config), new LambdaClient(config)];
  const { Roles } = await new IAMClient(config).send(new ListRolesCommand({ PathPrefix: "/" }));
  expect({
    exports: (await cloudFormation.send(new ListExportsCommand())).Exports,
    tables: (await new DynamoDBClient(config).send(new ListTablesCommand())).TableNames,
    queues: (await new SQSClient(config).send(new ListQueuesCommand())).QueueUrls ?? [],
    topics: (await sns.send(new ListTopicsCommand())).Topics,
    subscriptions: (await sns.send(new ListSubscriptionsCommand())).Subscriptions,
    functions: (await lambda.send(new ListFunctionsCommand())).Functions,
    mappings: (await lambda.send(new ListEventSourceMappingsCommand())).EventSourceMappings,
    apis: (await new ApiGatewayV2Client(config).send(new GetApisCommand())).Items,
    roles: Roles?.map(({ RoleName }) => RoleName),
  }).toEqual({
    exports: [],
    tables: [],
    queues: [],
    topics: [],
    subscriptions: [],
    functions: [],
    mappings: [],
    apis: [],
    roles: [],
  });
});
