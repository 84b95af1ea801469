// Goal: an account gate decides whether anything is done in its account. Method: the real SDK over HTTP; target accounts whose gate is a real function.
// AWS: "Configuring a target account gate in StackSets".

import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  ListStackSetOperationResultsCommand,
} from "@aws-sdk/client-cloudformation";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../../testing/harness.ts";
import { administration, QUEUE, target, type Administration } from "./accounts.ts";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};

/** An account with a gate that does this. */
async function gated(own: Administration, body: string): Promise<TestAccount> {
  const account = await target(own);
  const Resources = {
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST } },
    Gate: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "AWSCloudFormationStackSetAccountGate",
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Timeout: 30,
        Code: { ZipFile: `exports.handler = async (event) => { ${body} };` },
      },
    },
  };
  const TemplateBody = JSON.stringify({ Resources });
  const stack = { StackName: "gate", TemplateBody, Capabilities: ["CAPABILITY_IAM" as const] };
  await account.client(CloudFormationClient).send(new CreateStackCommand(stack));
  return account;
}

test("nothing is done where the gate does not let it", async () => {
  const own = await administration();
  const accounts = [
    await gated(own, `return { Status: "SUCCEEDED" };`),
    await gated(own, `return { Status: "FAILED" };`),
    await gated(own, `throw new Error("Not now.");`),
    await target(own),
  ];
  await own.settled();
  const Accounts = accounts.map(({ account }) => account);
  await own.client.send(new CreateStackSetCommand({ StackSetName: "orders", TemplateBody: QUEUE }));
  const { OperationId } = await own.client.send(
    new CreateStackInstancesCommand({
      StackSetName: "orders",
      Accounts,
      Regions: ["us-east-1"],
      OperationPreferences: { FailureToleranceCount: 3 },
    }),
  );
  expect(await own.ended("orders", OperationId)).toMatchObject({ Status: "SUCCEEDED" });
  const asked = new ListStackSetOperationResultsCommand({ StackSetName: "orders", OperationId });
  const { Summaries = [] } = await own.client.send(asked);
  const byAccount = Object.fromEntries(
    Summaries.map(({ Account, Status, AccountGateResult: gate }) => [
      String(Account),
      `${String(Status)}, gate ${String(gate?.Status)}: ${gate?.StatusReason ?? ""}`,
    ]),
  );
  const [open = "", closed = "", broken = "", none = ""] = Accounts;
  expect(byAccount).toEqual({
    [open]: "SUCCEEDED, gate SUCCEEDED: ",
    [closed]: "FAILED, gate FAILED: AWSCloudFormationStackSetAccountGate function returned FAILED",
    [broken]: "FAILED, gate FAILED: AWSCloudFormationStackSetAccountGate function returned Unhandled",
    [none]: `SUCCEEDED, gate SKIPPED: Function not found: arn:aws:lambda:us-east-1:${none}:function:AWSCloudFormationStackSetAccountGate`,
  });
  const queues = async (account: TestAccount | undefined) =>
    (await account?.client(SQSClient).send(new ListQueuesCommand({})))?.QueueUrls?.length ?? 0;
  expect(await Promise.all(accounts.map((account) => queues(account)))).toEqual([1, 0, 0, 1]);
});
