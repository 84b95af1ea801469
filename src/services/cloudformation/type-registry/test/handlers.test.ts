// Goal: handlers get the rights of their role and no others, and one that takes its time goes on where it was, whatever happens to the process. Method: the notes'
// handler with roles of all kinds, through stacks; a yard on a virtual clock that is stopped and started on the same state between two of its calls.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand, SetTypeDefaultVersionCommand } from "@aws-sdk/client-cloudformation";
import { DescribeParametersCommand, GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { createClock } from "../../../../kernel/clock.ts";
import { sharedYard, testYard, type TestAccount } from "../../../../testing/harness.ts";
import { until } from "../../../../../test/real/until.ts";
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
    const called = (count: number) => until(() => Promise.resolve(isSame(calls(), { calls: count }) || undefined));
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
