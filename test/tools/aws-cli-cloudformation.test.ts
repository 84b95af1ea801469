// Goal: CloudFormation is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in
// this process; what is served and was not called fails the last test. Stacks that fail or wait do so by a custom resource, which
// this test answers by hand: its requests come through a topic to a queue.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOTE, packageOf } from "../../src/services/cloudformation/type-registry/test/notes.ts";
import { until } from "../real/until.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: CloudFormation is not tried", () => expect(hasAwsCli).toBe(false));

/** The CLI's own copy of the API is older than aliases, and there is no hook whose result could be got. */
const NOT_IN_THE_CLI = ["GetHookResult", "RemoveAlias", "SetAlias"];
const HANDLE = { Type: "AWS::CloudFormation::WaitConditionHandle" };
const QUEUE = { Type: "AWS::SQS::Queue", Properties: { QueueName: "orders" } };
const ORDERS = {
  Resources: { Orders: QUEUE },
  Outputs: { Url: { Value: { Ref: "Orders" }, Export: { Name: "orders-url" } } },
};

describe.runIf(hasAwsCli)("the AWS CLI calls CloudFormation", () => {
  const orders = ["--stack-name", "orders"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];

  /** A file with a template: how the CLI takes it. */
  const template = (name: string, body: object): readonly string[] => {
    writeFileSync(join(cli.folder, `${name}.json`), JSON.stringify(body));
    return ["--template-body", `file://${name}.json`];
  };

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    await aws`cloudformation create-stack ${orders} ${template("orders", ORDERS)} --tags Key=team,Value=a`;
    await cli.settled();
    await aws`cloudformation wait stack-create-complete ${orders}`;
  });
  afterAll(() => cli.stop());

  test("for templates", async () => {
    const body = template("asked", ORDERS);
    expect(await aws`cloudformation validate-template ${body} --query Parameters`).toEqual([]);
    expect(await aws`cloudformation get-template-summary ${body} --query ResourceTypes`).toEqual(["AWS::SQS::Queue"]);
    expect(await aws`cloudformation get-template ${orders} --query TemplateBody`).toEqual(ORDERS);
    await expect(aws`cloudformation validate-template --template-body ${"{}"}`).rejects.toThrow("(ValidationError)");
  });

  test("for stacks, their resources and events", async () => {
    expect(await aws`cloudformation describe-stacks --query Stacks[].StackName`).toEqual(["orders"]);
    expect(await aws`cloudformation list-stacks --query StackSummaries[].StackName`).toEqual(["orders"]);
    const status = ["--query", "StackEvents[0].ResourceStatus"];
    expect(await aws`cloudformation describe-stack-events ${orders} ${status}`).toBe("CREATE_COMPLETE");
    const one = [...orders, "--logical-resource-id", "Orders", "--query", "StackResourceDetail.ResourceStatus"];
    expect(await aws`cloudformation describe-stack-resource ${one}`).toBe("CREATE_COMPLETE");
    const ids = ["--query", "StackResources[].LogicalResourceId"];
    expect(await aws`cloudformation describe-stack-resources ${orders} ${ids}`).toEqual(["Orders"]);
    const listed = ["--query", "StackResourceSummaries[].ResourceType"];
    expect(await aws`cloudformation list-stack-resources ${orders} ${listed}`).toEqual(["AWS::SQS::Queue"]);
    await aws`cloudformation update-termination-protection ${orders} --enable-termination-protection`;
    await expect(aws`cloudformation delete-stack ${orders}`).rejects.toThrow("(ValidationError)");
    await aws`cloudformation update-termination-protection ${orders} --no-enable-termination-protection`;
    const allow = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
    await aws`cloudformation set-stack-policy ${orders} --stack-policy-body ${{ Statement: [allow] }}`;
    const policy = await aws<string>`cloudformation get-stack-policy ${orders} --query StackPolicyBody`;
    expect(JSON.parse(policy)).toEqual({ Statement: [allow] });
  });

  test("for updates and change sets", async () => {
    const slower = (VisibilityTimeout: number) => {
      const Properties = { ...QUEUE.Properties, VisibilityTimeout };
      return template(`slower-${VisibilityTimeout}`, { ...ORDERS, Resources: { Orders: { ...QUEUE, Properties } } });
    };
    await aws`cloudformation update-stack ${orders} ${slower(40)}`;
    await cli.settled();
    await aws`cloudformation wait stack-update-complete ${orders}`;
    await expect(aws`cloudformation update-stack ${orders} ${slower(40)}`).rejects.toThrow(
      "An error occurred (ValidationError) when calling the UpdateStack operation: No updates are to be performed.",
    );
    const first = [...orders, "--change-set-name", "first"];
    await aws`cloudformation create-change-set ${first} ${slower(50)}`;
    await cli.settled();
    await aws`cloudformation wait change-set-create-complete ${first}`;
    const action = ["--query", "Changes[].ResourceChange.Action"];
    expect(await aws`cloudformation describe-change-set ${first} ${action}`).toEqual(["Modify"]);
    expect(await aws`cloudformation list-change-sets ${orders} --query Summaries[].ChangeSetName`).toEqual(["first"]);
    await aws`cloudformation execute-change-set ${first}`;
    await cli.settled();
    const second = [...orders, "--change-set-name", "second"];
    await aws`cloudformation create-change-set ${second} ${slower(60)}`;
    await cli.settled();
    await aws`cloudformation delete-change-set ${second}`;
  });

  test("for exports and drift", async () => {
    const reader = {
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "String", Value: { "Fn::ImportValue": "orders-url" } },
    };
    await aws`cloudformation create-stack --stack-name reader ${template("reader", { Resources: { Reader: reader } })}`;
    await cli.settled();
    expect(await aws`cloudformation list-exports --query Exports[].Name`).toEqual(["orders-url"]);
    expect(await aws`cloudformation list-imports --export-name orders-url --query Imports`).toEqual(["reader"]);
    const url = await aws<string>`sqs get-queue-url --queue-name orders --query QueueUrl`;
    await aws`sqs set-queue-attributes --queue-url ${url} --attributes VisibilityTimeout=99`;
    const detection = await aws<string>`cloudformation detect-stack-drift ${orders} --query StackDriftDetectionId`;
    await cli.settled();
    const asked = ["--stack-drift-detection-id", detection, "--query", "StackDriftStatus"];
    expect(await aws`cloudformation describe-stack-drift-detection-status ${asked}`).toBe("DRIFTED");
    const differences = ["--query", "StackResourceDrifts[].PropertyDifferences[].PropertyPath"];
    const drifts = await aws`cloudformation describe-stack-resource-drifts ${orders} ${differences}`;
    expect(drifts).toEqual(["/VisibilityTimeout"]);
    const one = ["--logical-resource-id", "Orders", "--query", "StackResourceDrift.StackResourceDriftStatus"];
    expect(await aws`cloudformation detect-stack-resource-drift ${orders} ${one}`).toBe("MODIFIED");
  });

  test("for scans and generated templates", async () => {
    await aws`sqs create-queue --queue-name stray`;
    const scan = ["--resource-scan-id", await aws<string>`cloudformation start-resource-scan --query ResourceScanId`];
    await cli.settled();
    expect(await aws`cloudformation describe-resource-scan ${scan} --query Status`).toBe("COMPLETE");
    expect(await aws`cloudformation list-resource-scans --query ResourceScanSummaries[].Status`).toEqual(["COMPLETE"]);
    const queues = ["--resource-type-prefix", "AWS::SQS::Queue", "--query", "Resources[].ResourceIdentifier.QueueUrl"];
    const found = await aws<string[]>`cloudformation list-resource-scan-resources ${scan} ${queues}`;
    const QueueUrl = found.find((url) => url.endsWith("/stray")) ?? "";
    const stray = { ResourceType: "AWS::SQS::Queue", ResourceIdentifier: { QueueUrl } };
    await aws`cloudformation list-resource-scan-related-resources ${scan} --resources ${[stray]}`;
    const named = ["--generated-template-name", "strays"];
    await aws`cloudformation create-generated-template ${named} --resources ${[stray]}`;
    await cli.settled();
    expect(await aws`cloudformation describe-generated-template ${named} --query Status`).toBe("COMPLETE");
    expect(await aws`cloudformation list-generated-templates --query Summaries[].GeneratedTemplateName`).toEqual([
      "strays",
    ]);
    const body = await aws<string>`cloudformation get-generated-template ${named} --query TemplateBody`;
    expect(body).toContain("AWS::SQS::Queue");
    await aws`cloudformation update-generated-template ${named} --new-generated-template-name renamed`;
    await cli.settled();
    await aws`cloudformation delete-generated-template --generated-template-name renamed`;
  });

  test("for refactors", async () => {
    const topic = { Type: "AWS::SNS::Topic", Properties: { TopicName: "news" } };
    const keep = { Type: "AWS::SNS::Topic", Properties: { TopicName: "kept" } };
    const from = template("from", { Resources: { News: topic, Kept: keep } });
    await aws`cloudformation create-stack --stack-name from ${from}`;
    await cli.settled();
    const TemplateBody = (Resources: object) => JSON.stringify({ Resources });
    const definitions = [
      { StackName: "from", TemplateBody: TemplateBody({ Kept: keep }) },
      { StackName: "to", TemplateBody: TemplateBody({ News: topic }) },
    ];
    const made = ["--enable-stack-creation", "--query", "StackRefactorId", "--stack-definitions"];
    const id = await aws<string>`cloudformation create-stack-refactor ${made} ${definitions}`;
    const refactor = ["--stack-refactor-id", id];
    await cli.settled();
    expect(await aws`cloudformation describe-stack-refactor ${refactor} --query Status`).toBe("CREATE_COMPLETE");
    const actions = ["--query", "StackRefactorActions[].Action"];
    expect(await aws`cloudformation list-stack-refactor-actions ${refactor} ${actions}`).toContain("MOVE");
    const ids = ["--query", "StackRefactorSummaries[].StackRefactorId"];
    expect(await aws`cloudformation list-stack-refactors ${ids}`).toEqual([id]);
    await aws`cloudformation execute-stack-refactor ${refactor}`;
    await cli.settled();
    const moved = ["--stack-name", "to", "--query", "StackResources[].LogicalResourceId"];
    expect(await aws`cloudformation describe-stack-resources ${moved}`).toEqual(["News"]);
  });

  test("for updates that are cancelled, and rollbacks that go on", async () => {
    const topic = await aws<string>`sns create-topic --name requests --query TopicArn`;
    const queue = await aws<string>`sqs create-queue --queue-name requests --query QueueUrl`;
    const queueArn = `arn:aws:sqs:${cli.account.region}:${cli.account.account}:requests`;
    const send = {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [send] });
    await aws`sqs set-queue-attributes --queue-url ${queue} --attributes ${{ Policy }}`;
    const raw = ["--attributes", "RawMessageDelivery=true", "--notification-endpoint", queueArn];
    await aws`sns subscribe --topic-arn ${topic} --protocol sqs ${raw}`;
    type Request = Readonly<Record<"ResponseURL" | "StackId" | "RequestId" | "LogicalResourceId", string>>;
    /** The next request to the custom resource. */
    const asked = async (): Promise<Request> => {
      const wait = ["--queue-url", queue, "--wait-time-seconds", "20", "--query", "Messages[0]"];
      const message = await aws<{ Body: string; ReceiptHandle: string }>`sqs receive-message ${wait}`;
      await aws`sqs delete-message --queue-url ${queue} --receipt-handle ${message.ReceiptHandle}`;
      return JSON.parse(message.Body) as Request;
    };
    const answer = async (Status: "SUCCESS" | "FAILED", request?: Request): Promise<void> => {
      const { ResponseURL, ...ids } = request ?? (await asked());
      const body = { ...ids, Status, PhysicalResourceId: ids.LogicalResourceId, Reason: "As asked." };
      await fetch(ResponseURL, { method: "PUT", body: JSON.stringify(body) });
    };
    const slow = ["--stack-name", "slow"];
    /** Once nothing waits for an answer any more. */
    const status = async () => {
      await cli.settled();
      return aws`cloudformation describe-stacks ${slow} --query Stacks[0].StackStatus`;
    };
    const version = (Version: number) => {
      const Slow = { Type: "Custom::Slow", Properties: { ServiceToken: topic, Version } };
      return template(`slow-${Version}`, { Resources: { Slow, Last: { ...Slow, DependsOn: "Slow" } } });
    };
    await aws`cloudformation create-stack ${slow} ${version(1)}`;
    await answer("SUCCESS");
    await answer("SUCCESS");
    expect(await status()).toBe("CREATE_COMPLETE");

    await aws`cloudformation update-stack ${slow} ${version(2)}`;
    const request = await asked();
    await aws`cloudformation cancel-update-stack ${slow}`;
    await answer("SUCCESS", request);
    await answer("SUCCESS");
    expect(await status()).toBe("UPDATE_ROLLBACK_COMPLETE");

    // The first resource is updated, the second is not, and the first does not come back at once. Both are asked on the way back.
    await aws`cloudformation update-stack ${slow} ${version(3)}`;
    await answer("SUCCESS");
    await answer("FAILED");
    await answer("FAILED");
    expect(await status()).toBe("UPDATE_ROLLBACK_FAILED");
    await aws`cloudformation continue-update-rollback ${slow}`;
    await answer("SUCCESS");
    await answer("SUCCESS");
    expect(await status()).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test("for signals, failures that are kept, operations and hooks", async () => {
    const named = ["--stack-name", "waiting"];
    const Wait = { Type: "AWS::CloudFormation::WaitCondition", CreationPolicy: { ResourceSignal: { Count: 1 } } };
    const Taken = { ...QUEUE, DependsOn: "Wait", Properties: { ...QUEUE.Properties, DelaySeconds: 7 } };
    const body = template("waiting", { Resources: { Wait, Taken } });
    const id = await aws<string>`cloudformation create-stack ${named} ${body} --disable-rollback --query OperationId`;
    const signal = ["--logical-resource-id", "Wait", "--unique-id", "one", "--status", "SUCCESS"];
    // It cannot be signaled before its creation has begun.
    await until(async () => {
      const { code } = await cli.run(["cloudformation", "signal-resource", ...named, ...signal]);
      return code === 0 ? true : undefined;
    });
    await cli.settled();
    const failed = ["--operation-id", id, "--filters", "FailedEvents=true", "--query"];
    const which = "OperationEvents[?EventType=='PROVISIONING_ERROR'].LogicalResourceId";
    expect(await aws`cloudformation describe-events ${[...failed, which]}`).toEqual(["Taken"]);
    const { stack } = await aws<{
      stack: string;
    }>`cloudformation describe-stacks ${named} --query ${"Stacks[0].{stack:StackId}"}`;
    await aws`cloudformation rollback-stack ${named}`;
    await cli.settled();
    const status = ["--stack-name", stack, "--query", "Stacks[0].StackStatus"];
    expect(await aws`cloudformation describe-stacks ${status}`).toBe("DELETE_COMPLETE");

    expect(await aws`cloudformation list-hook-results --query HookResults`).toEqual([]);
    const none = "00000000-0000-0000-0000-000000000000";
    await expect(aws`cloudformation get-hook-result --hook-result-id ${none}`).rejects.toThrow("(HookResultNotFound)");
    const planned = ["--stack-name", "orders", "--change-set-name", "hooked"];
    await aws`cloudformation create-change-set ${planned} ${template("hooked", { Resources: { Wait: HANDLE, Orders: QUEUE } })}`;
    expect(await aws`cloudformation describe-change-set-hooks ${planned} --query Hooks`).toEqual([]);
    await aws`cloudformation delete-change-set ${planned}`;
  });

  test("for stack sets", async () => {
    const set = ["--stack-set-name", "everywhere"];
    const account = await aws<string>`sts get-caller-identity --query Account`;
    const roles = { Administration: { Service: "cloudformation.amazonaws.com" }, Execution: { AWS: account } };
    for (const [kind, Principal] of Object.entries(roles)) {
      const name = ["--role-name", `AWSCloudFormationStackSet${kind}Role`];
      const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
      await aws`iam create-role ${name} --assume-role-policy-document ${trust}`;
      await aws`iam attach-role-policy ${name} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess`;
    }
    const stray = { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: 1 } };
    await aws`cloudformation create-stack-set ${set} ${template("everywhere", { Resources: { Stray: stray } })}`;
    expect(await aws`cloudformation list-stack-sets --query Summaries[].StackSetName`).toEqual(["everywhere"]);
    expect(await aws`cloudformation describe-stack-set ${set} --query StackSet.Status`).toBe("ACTIVE");
    const places = [...set, "--accounts", account, "--regions", "us-east-1"];
    const done = async (id: string): Promise<readonly string[]> => {
      await cli.settled();
      const operation = [...set, "--operation-id", id];
      const status = ["--query", "StackSetOperation.Status"];
      expect(await aws`cloudformation describe-stack-set-operation ${operation} ${status}`).toBe("SUCCEEDED");
      return operation;
    };
    const made = await done(await aws<string>`cloudformation create-stack-instances ${places} --query OperationId`);
    const results = ["--query", "Summaries[].Status"];
    expect(await aws`cloudformation list-stack-set-operation-results ${made} ${results}`).toEqual(["SUCCEEDED"]);
    await expect(aws`cloudformation stop-stack-set-operation ${made}`).rejects.toThrow("(InvalidOperationException)");
    const slow = ["--stack-set-name", "slow"];
    const Wait = { Type: "AWS::CloudFormation::WaitCondition", CreationPolicy: { ResourceSignal: { Count: 1 } } };
    await aws`cloudformation create-stack-set ${slow} ${template("slow", { Resources: { Wait } })}`;
    const place = ["--accounts", account, "--regions", "us-east-1", "--query", "OperationId"];
    const begun = await aws<string>`cloudformation create-stack-instances ${slow} ${place}`;
    await aws`cloudformation stop-stack-set-operation ${slow} --operation-id ${begun}`;
    const slowOne = [...slow, "--stack-instance-account", account, "--stack-instance-region", "us-east-1"];
    const stack = await aws<string>`cloudformation describe-stack-instance ${slowOne} --query StackInstance.StackId`;
    await aws`cloudformation delete-stack --stack-name ${stack}`;
    await cli.settled();
    await done(await aws<string>`cloudformation update-stack-instances ${places} --query OperationId`);
    await done(
      await aws<string>`cloudformation update-stack-set ${set} --use-previous-template --tags Key=a,Value=b --query OperationId`,
    );
    const one = [...set, "--stack-instance-account", account, "--stack-instance-region", "us-east-1"];
    expect(await aws`cloudformation describe-stack-instance ${one} --query StackInstance.Status`).toBe("CURRENT");
    expect(await aws`cloudformation list-stack-instances ${set} --query Summaries[].Status`).toEqual(["CURRENT"]);
    const [, , , checked = ""] = await done(
      await aws<string>`cloudformation detect-stack-set-drift ${set} --query OperationId`,
    );
    const drifts = [...one, "--operation-id", checked, "--query", "Summaries[].StackResourceDriftStatus"];
    expect(await aws`cloudformation list-stack-instance-resource-drifts ${drifts}`).toEqual(["IN_SYNC"]);
    await expect(aws`cloudformation delete-stack-set ${set}`).rejects.toThrow("(StackSetNotEmptyException)");
    const stand = ["--stack-name", "standing", "--template-body", "file://everywhere.json", "--query", "StackId"];
    const standing = await aws<string>`cloudformation create-stack ${stand}`;
    await cli.settled();
    await aws`cloudformation create-stack-set --stack-set-name taken --stack-id ${standing}`;
    const taken = ["--stack-set-name", "taken", "--stack-ids", standing, "--query", "OperationId"];
    expect(await aws`cloudformation import-stacks-to-stack-set ${taken}`).toMatch(/^[0-9a-f-]{36}$/);
    await cli.settled();
    await done(
      await aws<string>`cloudformation delete-stack-instances ${places} --no-retain-stacks --query OperationId`,
    );
    const actions = await aws`cloudformation list-stack-set-operations ${set} --query Summaries[].Action`;
    expect(actions).toEqual(["DELETE", "DETECT_DRIFT", "UPDATE", "UPDATE", "CREATE"]);
    await aws`cloudformation delete-stack-set ${set}`;

    await aws`organizations create-organization`;
    await aws`cloudformation activate-organizations-access`;
    expect(await aws`cloudformation describe-organizations-access --query Status`).toBe("ENABLED");
    const managed = ["--stack-set-name", "managed", "--permission-model", "SERVICE_MANAGED"];
    const automatic = ["--auto-deployment", "Enabled=true,RetainStacksOnAccountRemoval=false"];
    await aws`cloudformation create-stack-set ${[...managed, ...automatic]} --template-body file://everywhere.json`;
    const targets = ["--stack-set-name", "managed", "--query", "Summaries"];
    expect(await aws`cloudformation list-stack-set-auto-deployment-targets ${targets}`).toEqual([]);
    await aws`cloudformation deactivate-organizations-access`;
  });

  test("for resource types", async () => {
    writeFileSync(join(cli.folder, "note.zip"), packageOf());
    await aws`s3 mb s3://packages`;
    await aws`s3 cp note.zip s3://packages/note.zip`;
    const note = ["--type", "RESOURCE", "--type-name", NOTE];
    const packed = ["--schema-handler-package", "s3://packages/note.zip", "--query", "RegistrationToken"];
    for (let count = 0; count < 2; count++) {
      const token = await aws<string>`cloudformation register-type ${[...note, ...packed]}`;
      await cli.settled();
      await aws`cloudformation wait type-registration-complete --registration-token ${token}`;
    }
    const done = ["--registration-status-filter", "COMPLETE", "--query", "length(RegistrationTokenList)"];
    expect(await aws`cloudformation list-type-registrations ${[...note, ...done]}`).toBe(2);
    expect(await aws`cloudformation list-types --query TypeSummaries[].TypeName`).toEqual([NOTE]);
    const versions = "TypeVersionSummaries[].[VersionId,IsDefaultVersion]";
    await aws`cloudformation set-type-default-version ${note} --version-id 00000002`;
    expect(await aws`cloudformation list-type-versions ${note} --query ${versions}`).toEqual([
      ["00000001", false],
      ["00000002", true],
    ]);
    const configuration = ["--configuration-alias", "default", "--configuration", '{"Author":"Ada"}'];
    await aws`cloudformation set-type-configuration ${note} ${configuration}`;
    const one = JSON.stringify([{ Type: "RESOURCE", TypeName: NOTE }]);
    const configured = "TypeConfigurations[].Configuration";
    expect(
      await aws`cloudformation batch-describe-type-configurations --type-configuration-identifiers ${one} --query ${configured}`,
    ).toEqual(['{"Author":"Ada"}']);
    await aws`cloudformation deregister-type ${note} --version-id 00000001`;
    await aws`cloudformation deregister-type ${note}`;
    expect(await aws`cloudformation describe-type ${note} --query DeprecatedStatus`).toBe("DEPRECATED");
    await expect(aws`cloudformation describe-type --type RESOURCE --type-name Acme::Notes::Book`).rejects.toThrow(
      "An error occurred (TypeNotFoundException) when calling the DescribeType operation: The type 'Acme::Notes::Book' cannot be found.",
    );
  });

  test("and is told of a stack that is gone", async () => {
    await aws`cloudformation delete-stack --stack-name reader`;
    await cli.settled();
    await aws`cloudformation delete-stack ${orders}`;
    await cli.settled();
    await aws`cloudformation wait stack-delete-complete ${orders}`;
    await expect(aws`cloudformation describe-stacks ${orders}`).rejects.toThrow(
      "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id orders does not exist",
    );
  });

  test("in every operation that is served", () => {
    expect(cli.uncalled("cloudformation")).toEqual(NOT_IN_THE_CLI);
  });
});
