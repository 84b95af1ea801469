// Goal: handlers get the rights of their role and no others, and one that takes its time goes on where it was, whatever happens to the process. Method: the notes'
// handler with roles of all kinds, through stacks; a yard on a virtual clock that is stopped and started on the same state between two of its calls.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand, SetTypeDefaultVersionCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeParametersCommand, GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { createClock } from "../../../../kernel/clock.ts";
import { zipOf } from "../../../../sandbox/testing/functions.ts";
import { sharedYard, testYard, type TestAccount } from "../../../../testing/harness.ts";
import { isSame } from "../../template/values.ts";
import { listHandlerRuns } from "../repo.ts";
import { eventsOf, stackOf } from "../../test/calls.ts";
import { makeRole, NOTE, register } from "./notes.ts";

const SSM = ["ssm:PutParameter", "ssm:GetParameters", "ssm:DeleteParameters"];
const templateOf = (properties: object) =>
  JSON.stringify({ Resources: { Note: { Type: NOTE, Properties: properties } } });

/** The reason of the note's failure in a new stack. */
async function reasonOf(account: TestAccount): Promise<string> {
  const yard = await sharedYard();
  const client = account.client(CloudFormationClient);
  await yard.yard.context.jobs.settled();
  await client.send(new CreateStackCommand({ StackName: "note", TemplateBody: templateOf({ Title: "one" }) }));
  await yard.yard.context.jobs.settled();
  return (await eventsOf(client, "note")).find((event) => event.startsWith("Note CREATE_FAILED")) ?? "none";
}

test("a handler may do what its role may, and nothing else", async () => {
  const account = (await sharedYard()).account();
  await register(account, { ExecutionRoleArn: await makeRole(account, "reader", ["ssm:GetParameters"]) });
  expect(await reasonOf(account)).toMatch(
    /assumed-role\/reader\/AWSCloudFormation is not authorized to perform: ssm:PutParameter .*HandlerErrorCode: AccessDenied\)$/,
  );
});

test("a handler without a role may do nothing, whatever its process has", async () => {
  const account = (await sharedYard()).account();
  await register(account);
  expect(await reasonOf(account)).toMatch(/The security token included in the request is invalid/);
});

test.each([
  ["another service", { Principal: { Service: "lambda.amazonaws.com" } }],
  ["types of another name", { Condition: { StringLike: { "aws:SourceArn": "*:type/resource/Acme-Notes-Book/*" } } }],
])("a role that trusts %s is not assumed", async (_, trust) => {
  const account = (await sharedYard()).account();
  const ExecutionRoleArn = await makeRole(account, "notes", SSM, trust);
  await register(account, { ExecutionRoleArn });
  expect(await reasonOf(account)).toContain(
    `"Role ${ExecutionRoleArn} is invalid or cannot be assumed" (RequestToken:`,
  );
});

test("the log role's credentials are not assumed where it trusts somebody else", async () => {
  const account = (await sharedYard()).account();
  const LogRoleArn = await makeRole(account, "logs", ["logs:*"], { Principal: { Service: "lambda.amazonaws.com" } });
  await register(account, { LoggingConfig: { LogRoleArn, LogGroupName: "notes" } });
  expect(await reasonOf(account)).toContain(`"Role ${LogRoleArn} is invalid or cannot be assumed"`);
});

test("stacks use the default version", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const ExecutionRoleArn = await makeRole(account, "notes", SSM);
  await register(account, { ExecutionRoleArn });
  const stricter = {
    properties: { Id: { type: "string" }, Author: { type: "string" }, Title: { type: "string", maxLength: 1 } },
  };
  const schema = { ...stricter, writeOnlyProperties: [], createOnlyProperties: ["/properties/Title"] };
  await register(account, { ExecutionRoleArn, variant: { schema } });
  await yard.yard.context.jobs.settled();
  const create = async (StackName: string) => {
    await client.send(new CreateStackCommand({ StackName, TemplateBody: templateOf({ Title: "one" }) }));
    await yard.yard.context.jobs.settled();
    return (await stackOf(client, StackName))?.StackStatus;
  };
  expect(await create("first")).toBe("CREATE_COMPLETE");
  await client.send(new SetTypeDefaultVersionCommand({ Type: "RESOURCE", TypeName: NOTE, VersionId: "00000002" }));
  expect(await create("second")).toBe("ROLLBACK_COMPLETE");
});

test("a handler may be a program that speaks the Runtime API, as those in Go are", async () => {
  const account = (await sharedYard()).account();
  const bootstrap = `#!${process.execPath}
    const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
    const answer = JSON.stringify({ status: "FAILED", errorCode: "ServiceLimitExceeded", message: "Enough notes." });
    (async () => {
      for (;;) {
        const next = await fetch(api + "next");
        const id = next.headers.get("lambda-runtime-aws-request-id");
        await next.text();
        await fetch(api + id + "/response", { method: "POST", body: answer });
      }
    })();`;
  await register(account, {
    variant: {
      settings: { runtime: "provided.al2", entrypoint: "bootstrap", language: "go" },
      files: { "handler.zip": zipOf({ bootstrap }) },
      without: "ResourceProvider.zip",
    },
  });
  expect(await reasonOf(account)).toMatch(/"Enough notes." .*HandlerErrorCode: ServiceLimitExceeded/);
});

test("a handler that goes on is not waited for where its stack turns back", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  await register(account, { ExecutionRoleArn: await makeRole(account, "notes", SSM) });
  await yard.yard.context.jobs.settled();
  const note = (Text: string) => ({ Type: NOTE, Properties: { Title: "one", Text } });
  // It would be called again after a minute.
  const Resources = {
    Slow: note("slowly..."),
    Bad: { ...note("boom"), DependsOn: "Queue" },
    Queue: { Type: "AWS::SQS::Queue" },
  };
  await client.send(new CreateStackCommand({ StackName: "back", TemplateBody: JSON.stringify({ Resources }) }));
  await yard.yard.context.jobs.settled();
  const events = await eventsOf(client, "back");
  expect(events).toContainEqual(expect.stringContaining("Slow CREATE_FAILED: "));
  expect(events.join()).toContain('"Resource creation cancelled" (RequestToken:');
  expect((await stackOf(client, "back"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
  expect((await account.client(SSMClient).send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
});

test("roles may write what handlers do as metrics, which nobody else may", async () => {
  // Goal: the support libraries' metrics, which they write in the name of the log role.
  const account = (await sharedYard()).account();
  const trust = { Principal: { AWS: account.account }, Condition: {} };
  const RoleArn = await makeRole(account, "logs", ["cloudwatch:PutMetricData"], trust);
  const { Credentials: keys } = await account
    .client(STSClient)
    .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
  const asRole = account.clientWith(CloudWatchClient, {
    accessKeyId: keys?.AccessKeyId ?? "",
    secretAccessKey: keys?.SecretAccessKey ?? "",
    sessionToken: keys?.SessionToken ?? "",
  });
  const put = (Namespace: string) =>
    new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: "HandlerInvocationCount", Value: 1 }] });
  await asRole.send(put("AWS/CloudFormation/Acme/Notes/Note"));
  const reserved = { message: "The value AWS/ for parameter Namespace is invalid." };
  await expect(asRole.send(put("AWS/Notes"))).rejects.toMatchObject(reserved);
  const asUser = account.client(CloudWatchClient).send(put("AWS/CloudFormation/Acme/Notes/Note"));
  await expect(asUser).rejects.toMatchObject(reserved);
});

test("a handler that goes on is called again on the cloud's clock, also after the process has died", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-registry-"));
  const clock = createClock({ mode: "virtual", startMs: createClock({ mode: "wall" }).nowMs() });
  let yard = await testYard({ stateDir, clock });
  try {
    const account = yard.account();
    const { credentials } = account.config;
    const settled = () => yard.yard.context.jobs.settled();
    await register(account, { ExecutionRoleArn: await makeRole(account, "notes", SSM) });
    await settled();
    // Wherever the yard listens now.
    const at = <C>(Client: new (config: TestAccount["config"]) => C) =>
      new Client({ ...account.config, endpoint: yard.origin, credentials });
    const calls = () => yard.yard.context.store.read((tx) => listHandlerRuns(tx, account)[0]?.event?.callbackContext);
    const called = async (count: number) => {
      while (!isSame(calls(), { calls: count })) await new Promise(setImmediate);
    };
    const TemplateBody = templateOf({ Title: "one", Text: "slowly..." });
    await at(CloudFormationClient).send(new CreateStackCommand({ StackName: "slow", TemplateBody }));
    await called(1);
    await yard.stop();
    yard = await testYard({ stateDir, clock });
    // Not before its time: the handler asked for a minute.
    await clock.advance(59_000);
    expect(calls()).toEqual({ calls: 1 });
    await clock.advance(1_000);
    await called(2);
    await clock.advance(60_000);
    await settled();
    const { Parameters: [note] = [] } = await at(SSMClient).send(new DescribeParametersCommand({}));
    const { Parameter } = await at(SSMClient).send(new GetParameterCommand({ Name: note?.Name }));
    expect(JSON.parse(Parameter?.Value ?? "")).toMatchObject({ Title: "one", Pages: 3 });
    expect((await stackOf(at(CloudFormationClient), "slow"))?.StackStatus).toBe("CREATE_COMPLETE");
  } finally {
    await yard.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
});
