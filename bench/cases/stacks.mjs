// Stacks: 20 queues and 20 tables in one, and the whole example from nothing.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";

const ROOT = join(import.meta.dirname, "../..");

export async function measureStacks({ yard, report }) {
  const client = new CloudFormationClient({
    endpoint: yard.origin,
    region: yard.region,
    credentials: yard.credentials,
  });
  const table = {
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  };
  const resources = {};
  for (let index = 0; index < 20; index += 1) {
    resources[`Queue${index}`] = { Type: "AWS::SQS::Queue" };
    resources[`Table${index}`] = { Type: "AWS::DynamoDB::Table", Properties: table };
  }
  const times = [];
  for (const name of ["first", "second", "third"]) {
    const startedMs = performance.now();
    await client.send(
      new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify({ Resources: resources }) }),
    );
    await until(client, name, "CREATE_COMPLETE");
    times.push(performance.now() - startedMs);
    await client.send(new DeleteStackCommand({ StackName: name }));
  }
  report(
    "a stack of 40 resources, first and warm",
    `${times[0].toFixed(0)} ms, ${Math.min(...times.slice(1)).toFixed(0)} ms`,
    "budget 100 ms",
  );

  const startedMs = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "bin/stackyard.js"), "deploy", join(ROOT, "test/real/six-units")],
    {
      env: { PATH: process.env.PATH, HOME: yard.stateDir, STACKYARD_HOME: yard.stateDir },
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
  report(
    "test/real/six-units from nothing, command to prompt",
    `${(performance.now() - startedMs).toFixed(0)} ms`,
    "100 resources in 6 stacks; budget 2 s",
  );
}

async function until(client, StackName, wanted) {
  for (;;) {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus === wanted) return;
    if (/FAILED|ROLLBACK/.test(stack?.StackStatus ?? ""))
      throw new Error(`${StackName}: ${stack.StackStatus} ${stack.StackStatusReason}`);
  }
}
