// Goal: the example runs as its README says, from nothing to nothing. Method: `stackyard up` in a process of its own on a
// copy of the example; the tests follow each other on that one system, as a person's morning would.

import { execFile } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  ListExportsCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudFrontClient, ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
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
import { ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeployResult } from "../../src/delivery/deploy/events.ts";
import type { ClientConfig } from "../../src/testing/harness.ts";
import { commandLine, type Running } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { copyPlatform, platformOutputs } from "../real/learning-platform.ts";
import { report } from "../real/report.ts";
import { until } from "../real/until.ts";

const UNITS = [
  "infrastructure",
  "card-provider-stub",
  "course",
  "payment",
  "user",
  "content",
  "progress",
  "api",
  "web",
];

const PASSWORD = "Learning-is-4-everyone";

const cli = commandLine();
const directory = copyPlatform(cli);
const http = httpClient();
let up: Running;
/** Where the platform is reached by the names that it has of its own. */
let doors: { readonly secureOrigin: string; readonly dnsAddress: string };
let outputs: Readonly<Record<string, string>>;
let config: ClientConfig;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  up = cli.start(["up", directory, "--port", "0", "--https-port", "0", "--dns-port", "0"]);
  // What all environments share is not there yet.
  const shared = await up.line<DeployResult>((line) => line["type"] === "shared");
  expect(shared).toMatchObject({ environment: "shared", units: [{ unit: "dns", outcome: "deployed" }] });
  const result = await up.line<DeployResult & typeof doors>((line) => line["type"] === "result");
  doors = result;
  // In the order in which they ended: units that do not wait for each other end in any.
  expect(result.units.map(({ unit, outcome }) => `${unit} ${outcome}`).toSorted()).toEqual(
    UNITS.map((unit) => `${unit} deployed`).toSorted(),
  );
  report(`${UNITS.length} units were deployed from nothing in ${Math.round(result.durationMs)} ms.`);
  await up.line((line) => line["type"] === "watching");
  outputs = await platformOutputs(cli, directory);
  config = await cli.clientConfig({ directory });
  cloudFormation = new CloudFormationClient(config);
});

afterAll(async () => {
  http.close();
  await cli.dispose();
});

/** Signs somebody up whom an administrator confirms; returns a token for the API. */
async function newUser(email: string, GroupName?: string): Promise<string> {
  const cognito = new CognitoIdentityProviderClient(config);
  const { WebClientId: ClientId, UserPoolId } = outputs;
  await cognito.send(new SignUpCommand({ ClientId, Username: email, Password: PASSWORD }));
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: email }));
  if (GroupName !== undefined)
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName }));
  const AuthParameters = { USERNAME: email, PASSWORD };
  const initiate = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  return (await cognito.send(initiate)).AuthenticationResult?.IdToken ?? "";
}

test("the system's own test passes: a user pays, is enrolled, reads and makes progress, and another one is refused", async () => {
  const [variables = {}] = await cli.json<Record<string, string>>(["env", directory]);
  const env = { ...cli.environment, ...variables, STACKYARD_OUTPUTS: JSON.stringify({ all: outputs }) };
  const { stdout } = await promisify(execFile)(process.execPath, [join(directory, "check.mjs")], { env });
  expect(stdout).toContain("was paid for, read and finished.");
  const [mails] = await cli.json<readonly object[]>(["inbox", directory]);
  expect(JSON.stringify(mails)).toContain("You are enrolled");
});

test("the environment has its part of the domain, and the pages answer under its name", async () => {
  const names = new Resolver();
  names.setServers([doors.dnsAddress]);
  expect(await names.resolve4("dev.learning.localhost")).toEqual(["127.0.0.1"]);
  expect(await names.resolve4("api.dev.learning.localhost")).toEqual(["127.0.0.1"]);
  // The zone above, which is another account's, sends who asks for the name to the environment's own zone.
  const own = await names.resolveNs("dev.learning.localhost");
  const [variables = {}] = await cli.json<Record<string, string>>(["env", directory, "--env", "shared"]);
  const credentials = {
    accessKeyId: variables["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"] ?? "",
  };
  const parent = new Route53Client({ ...config, credentials });
  const { HostedZones: [zone] = [] } = await parent.send(new ListHostedZonesCommand());
  expect(zone?.Name).toBe("learning.localhost.");
  const { ResourceRecordSets = [] } = await parent.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone?.Id, StartRecordName: "dev.learning.localhost" }),
  );
  const servers = ResourceRecordSets[0]?.ResourceRecords?.map(({ Value = "" }) => Value.replace(/\.$/, ""));
  expect(servers?.toSorted()).toEqual(own.toSorted());

  const { stdout: ca } = await cli.run(["ca"]);
  const page = await visit("dev.learning.localhost", ca);
  // The certificate that the environment asked for, and not one that was made up for a name below localhost.
  expect(page).toMatchObject({ names: "DNS:dev.learning.localhost, DNS:*.dev.learning.localhost", status: 200 });
  expect(page.cache).toMatch(/ from cloudfront$/);
  expect(page.text).toContain("<title>Learning</title>");
  const api = await visit("api.dev.learning.localhost", ca, "/courses");
  expect(api).toMatchObject({ names: page.names, status: 200, text: expect.stringContaining('"courses"') });
});

interface Visit {
  readonly status: number | undefined;
  readonly text: string;
  /** X-Cache. */
  readonly cache: string | undefined;
  /** Those of the certificate. */
  readonly names: string | undefined;
}

/** A page by HTTPS, as a browser that trusts the authority asks for it. */
function visit(name: string, ca: string, path = "/"): Promise<Visit> {
  const { port } = new URL(doors.secureOrigin);
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      path,
      port,
      servername: name,
      headers: { host: `${name}:${port}` },
      ca,
      agent: false,
    };
    const request = get(options, (response) => {
      const parts: Buffer[] = [];
      const names = (response.socket as TLSSocket).getPeerCertificate().subjectaltname;
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("end", () => {
        const cache = response.headers["x-cache"]?.toString();
        resolve({ status: response.statusCode, text: Buffer.concat(parts).toString(), cache, names });
      });
    });
    request.once("error", reject);
  });
}

test("a second deployment skips all units and says why", async () => {
  const lines = await cli.json<{ readonly type: string } & DeployResult>(["deploy", directory]);
  const result = lines.find(({ type }) => type === "result");
  expect(result?.units.map(({ outcome }) => outcome)).toEqual(UNITS.map(() => "unchanged"));
  for (const unit of result?.units ?? []) expect(unit.outcome === "unchanged" && unit.reason).toMatch(/\w+/);
  report(`A deployment of nothing took ${Math.round(result?.durationMs ?? 0)} ms (budget 150 ms).`);
});

test("a saved handler file is live at the next request", async () => {
  const file = join(directory, "course/src/list-courses.ts");
  const url = `${outputs["ApiUrl"]}/courses`;
  expect((await http.call("GET", url)).json).not.toHaveProperty("edition");
  const durations: number[] = [];
  for (const edition of [1, 2, 3]) {
    const seen = up.lines.length;
    const source = readFileSync(file, "utf8").replace(/answer\(200, \{ .*courses \}\)/, () => {
      return `answer(200, { edition: ${edition}, courses })`;
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
  const tokens = { teacher: await newUser("grace@example.com", "teachers"), eve: await newUser("eve@example.com") };
  const course = { title: "Permissions", priceCents: 100 };
  const put = await http.call("PUT", `${outputs["ApiUrl"]}/courses/permissions`, course, tokens.teacher);
  expect(put).toMatchObject({ status: 200 });
  const order = { courseId: "permissions", cardNumber: "4242" };
  const pay = (paymentId: string): ReturnType<typeof http.call> =>
    http.call("PUT", `${outputs["ApiUrl"]}/payments/${paymentId}`, order, tokens.eve);
  const refused = await until(async () => {
    const answer = await pay("denied");
    return answer.status === 404 ? undefined : answer;
  });
  // AWS: "Handle Lambda errors in API Gateway": a proxy integration whose function fails is a 502.
  expect(refused).toMatchObject({ status: 502, json: { message: "Internal server error" } });
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
  const direct = new PutItemCommand({ TableName: tableName, Item: { userId: { S: "direct" } } });
  await expect(session.send(direct)).rejects.toMatchObject({
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

test("a saved page of the web application is live", async () => {
  const url = `${outputs["WebUrl"]}/index.html`;
  const configuration = await http.call("GET", `${outputs["WebUrl"]}/config.json`);
  expect(configuration.json).toMatchObject({ apiUrl: outputs["ApiUrl"], clientId: outputs["WebClientId"] });
  const file = join(directory, "web/files/site/index.html");
  const savedAtMs = performance.now();
  writeFileSync(file, readFileSync(file, "utf8").replace("No card is charged.", "Nobody pays."));
  await until(async () => ((await http.call("GET", url)).text.includes("Nobody pays.") ? true : undefined));
  report(`A saved page was published after ${Math.round(performance.now() - savedAtMs)} ms.`);
});

test("a saved template of a shared unit is deployed by whoever says so, and that is said", async () => {
  const file = join(directory, "dns/template.yaml");
  const seen = up.lines.length;
  writeFileSync(file, readFileSync(file, "utf8").replace("The platform's domain }", "Changed }"));
  const said = await up.line((line) => line["type"] === "elsewhere", seen);
  expect(said).toMatchObject({ unit: "dns", environment: "shared" });
});

test("destroy does not delete materials unless that is said", async () => {
  const kept = await cli.run(["destroy", directory]);
  expect(kept.code).toBe(1);
  expect(kept.stderr).toContain("content failed at MaterialBucket (AWS::S3::Bucket)");
  expect(kept.stderr).toContain("Next: stackyard destroy --env dev --allow-data-loss\n");
});

test("what is shared stays while an environment reads from it", async () => {
  const refused = await cli.run(["destroy", directory, "--env", "shared"]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('Units of environment "shared" are read by environment dev (infrastructure).');
  expect(refused.stderr).toContain("stackyard destroy --env dev");
  const [status] = await cli.json<{ readonly shared: unknown }>(["status", directory]);
  expect(status?.shared).toMatchObject({ environment: "shared", units: [{ unit: "dns", status: "CREATE_COMPLETE" }] });
  const [list] = await cli.json(["env", "list", directory]);
  expect(list).toMatchObject({
    environments: [{ name: "dev" }, { name: "test" }, { name: "shared", isShared: true, units: { deployed: 1 } }],
  });
});

test("after destroy nothing is left", async () => {
  const destroyed = ["destroy", directory, "--allow-data-loss"];
  const lines = await cli.json<{ readonly type: string; readonly left?: unknown }>(destroyed);
  expect(lines.find(({ type }) => type === "result")?.left).toEqual([]);
  const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand({}));
  expect(StackSummaries.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE")).toEqual([]);
  const [sns, lambda] = [new SNSClient(config), new LambdaClient(config)];
  const { Roles } = await new IAMClient(config).send(new ListRolesCommand({ PathPrefix: "/" }));
  const { Buckets } = await new S3Client(config).send(new ListBucketsCommand());
  expect({
    exports: (await cloudFormation.send(new ListExportsCommand())).Exports,
    tables: (await new DynamoDBClient(config).send(new ListTablesCommand())).TableNames,
    queues: (await new SQSClient(config).send(new ListQueuesCommand())).QueueUrls ?? [],
    topics: (await sns.send(new ListTopicsCommand())).Topics,
    subscriptions: (await sns.send(new ListSubscriptionsCommand())).Subscriptions,
    functions: (await lambda.send(new ListFunctionsCommand())).Functions,
    mappings: (await lambda.send(new ListEventSourceMappingsCommand())).EventSourceMappings,
    pools: (await new CognitoIdentityProviderClient(config).send(new ListUserPoolsCommand({ MaxResults: 9 })))
      .UserPools,
    distributions:
      (await new CloudFrontClient(config).send(new ListDistributionsCommand())).DistributionList?.Items ?? [],
    secrets: (await new SecretsManagerClient(config).send(new ListSecretsCommand())).SecretList,
    // The releases' own bucket stays: it holds what a rollback would need.
    buckets: Buckets?.flatMap(({ Name = "" }) => (Name.startsWith("stackyard-artifacts-") ? [] : [Name])),
    zones: (await new Route53Client(config).send(new ListHostedZonesCommand())).HostedZones,
    restApis: (await new APIGatewayClient(config).send(new GetRestApisCommand())).items,
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
    pools: [],
    distributions: [],
    secrets: [],
    buckets: [],
    zones: [],
    restApis: [],
    apis: [],
    roles: [],
  });
  // Nobody reads from it any more.
  const shared = await cli.json<{ readonly type: string; readonly left?: unknown }>([
    "destroy",
    directory,
    "--env",
    "shared",
  ]);
  expect(shared.find(({ type }) => type === "result")?.left).toEqual([]);
});
