// CDK apps and applications of the SAM CLI, deployed to the embedded cloud as they are.

import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { FAST_POLLING } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { destroy } from "../../src/delivery/deploy/destroy.ts";
import type { UnitResult } from "../../src/delivery/deploy/events.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment, systemIn } from "../../src/delivery/system/system.ts";
import { makeCdkApp } from "../../src/delivery/test/cdk-app.ts";
import { makeFolder } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import type { TestAccount } from "../../src/testing/harness.ts";

function targetOf(account: TestAccount): Target {
  const { endpoint, region, credentials } = account.config;
  return { kind: "local", region, account: account.account, endpoint, credentials, polling: FAST_POLLING };
}

function outcomes(units: readonly UnitResult[]): string[] {
  return units.map(
    (each) => `${each.unit} ${each.outcome}${each.outcome === "failed" ? `: ${each.failure.reason}` : ""}`,
  );
}

describe("what other tools deploy", () => {
  // Goal: a CDK app's stacks run under their own names, without a bootstrap stack, and a second deployment changes nothing.
  // Method: the assembly of an app with an export, an import, a function's code as an asset, and a stage.
  test("a CDK app", async () => {
    const account = (await sharedYard()).account();
    const target = targetOf(account);
    const folder = makeCdkApp();
    const run = async (): Promise<readonly UnitResult[]> => {
      const loaded = (await loadSystem(folder)).system;
      const environment = requireEnvironment(loaded, undefined);
      const only = ["messaging", "worker", "prod-api"];
      const result = await deploy({ system: systemIn(loaded, environment), environment, target, only }).result;
      return result.units;
    };
    expect(outcomes(await run()).sort()).toEqual(["messaging deployed", "prod-api deployed", "worker deployed"]);

    const { Stacks = [] } = await account.client(CloudFormationClient).send(new DescribeStacksCommand({}));
    expect(Stacks.map((each) => each.StackName ?? "").sort()).toEqual(["Messaging", "Prod-Api", "orders-worker"]);
    const worker = Stacks.find((each) => each.StackName === "orders-worker");
    expect(worker?.Parameters?.length ?? 0).toBe(0);
    const functions = await account.client(LambdaClient).send(new ListFunctionsCommand({}));
    const [name = ""] = (functions.Functions ?? []).map((each) => each.FunctionName ?? "");
    const answer = await account.client(LambdaClient).send(new InvokeCommand({ FunctionName: name }));
    expect(Buffer.from(answer.Payload ?? []).toString("utf8")).toBe('"from the asset"');

    expect(outcomes(await run()).sort()).toEqual(["messaging unchanged", "prod-api unchanged", "worker unchanged"]);
    const { system } = await loadSystem(folder);
    const gone = await destroy({ system, environment: requireEnvironment(system, undefined), target }).result;
    expect(gone.left).toEqual([]);
  });

  // Goal: the stack of samconfig.toml has its name and its parameters. Method: one that says both.
  test("an application of the SAM CLI", async () => {
    const account = (await sharedYard()).account();
    const folder = makeFolder({
      "template.yaml": `Parameters: { Seconds: { Type: Number } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: !Ref Seconds } } }
`,
      "samconfig.toml": '[default.deploy.parameters]\nstack_name = "orders"\nparameter_overrides = "Seconds=17"\n',
    });
    const { system } = await loadSystem(folder);
    const environment = requireEnvironment(system, undefined);
    const result = await deploy({ system, environment, target: targetOf(account) }).result;
    expect(outcomes(result.units)).toEqual(["app deployed"]);
    const { Stacks = [] } = await account
      .client(CloudFormationClient)
      .send(new DescribeStacksCommand({ StackName: "orders" }));
    expect(Stacks[0]?.Parameters).toEqual([{ ParameterKey: "Seconds", ParameterValue: "17" }]);
  });
});
