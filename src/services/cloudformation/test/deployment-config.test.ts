// What a request says of how its operation goes: a failure that is left as it is, and the mode, which is shown again.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { errorOf, stackOf } from "./calls.ts";

const GOOD = "Resources: { A: { Type: AWS::SQS::Queue } }";
// A queue's delay has an upper bound that no template's schema knows.
const BAD = "Resources: { A: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 100000 } } }";

async function setUp() {
  const yard = await sharedYard();
  const client = yard.account().client(CloudFormationClient);
  const settled = () => yard.yard.context.jobs.settled();
  return { client, settled };
}

test("a creation and an update that may not roll back stay as they failed", async () => {
  const { client, settled } = await setUp();
  const DeploymentConfig = { Mode: "EXPRESS", DisableRollback: true } as const;
  await client.send(new CreateStackCommand({ StackName: "made", TemplateBody: BAD, DeploymentConfig }));
  await settled();
  expect(await stackOf(client, "made")).toMatchObject({
    StackStatus: "CREATE_FAILED",
    DisableRollback: true,
    DeploymentConfig,
  });
  await client.send(new CreateStackCommand({ StackName: "changed", TemplateBody: GOOD }));
  await settled();
  await client.send(new UpdateStackCommand({ StackName: "changed", TemplateBody: BAD, DeploymentConfig }));
  await settled();
  expect((await stackOf(client, "changed"))?.StackStatus).toBe("UPDATE_FAILED");
});

// The CDK's command line names the mode in each change set, and asks for those of nested stacks.
test("a change set keeps the configuration for its execution", async () => {
  const { client, settled } = await setUp();
  const named = { StackName: "planned", ChangeSetName: "plan" };
  const DeploymentConfig = { Mode: "STANDARD", DisableRollback: true } as const;
  const kind = { ChangeSetType: "CREATE", IncludeNestedStacks: true } as const;
  await client.send(new CreateChangeSetCommand({ ...named, ...kind, TemplateBody: BAD, DeploymentConfig }));
  const described = await client.send(new DescribeChangeSetCommand(named));
  expect(described).toMatchObject({ DeploymentConfig, IncludeNestedStacks: true });
  await client.send(new ExecuteChangeSetCommand(named));
  await settled();
  expect((await stackOf(client, "planned"))?.StackStatus).toBe("CREATE_FAILED");
});

test("what contradicts itself is refused", async () => {
  const { client } = await setUp();
  const both = { StackName: "both", TemplateBody: GOOD, DeploymentConfig: { DisableRollback: true } };
  const twice = await errorOf(client.send(new CreateStackCommand({ ...both, DisableRollback: false })));
  expect(twice.message).toContain("must not say different things");
  const failure = await errorOf(client.send(new CreateStackCommand({ ...both, OnFailure: "DELETE" })));
  expect(failure.message).toBe("You can specify either DisableRollback or OnFailure, but not both.");
});
