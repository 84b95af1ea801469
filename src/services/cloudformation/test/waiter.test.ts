// Goal: a waiter of the AWS CLI or boto3 learns of a stack's end at once instead of sleeping for 30 s. Method: a resource that is made when
// the test says so, and a client whose user agent is a waiter's.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import type { ResourceType } from "../../../service/resource-type.ts";
import { testYard } from "../../../testing/harness.ts";

test("a waiter's question is answered when the stack has come to its end", async () => {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow: ResourceType = {
    typeName: "AWS::SSM::Parameter",
    properties: ["Type", "Value"],
    create: async () => {
      await finished;
      return { physicalId: "slow", attributes: {} };
    },
    read: () => Promise.resolve(undefined),
    delete: () => Promise.resolve(),
  };
  const yard = await testYard({ resourceTypes: [slow] });
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const template = { Resources: { Slow: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "x" } } } };
  await client.send(new CreateStackCommand({ StackName: "slow", TemplateBody: JSON.stringify(template) }));
  const describe = new DescribeStacksCommand({ StackName: "slow" });
  expect((await client.send(describe)).Stacks?.[0]?.StackStatus).toBe("CREATE_IN_PROGRESS");

  const waiter = new CloudFormationClient({ ...account.config, customUserAgent: [["m", "B"]] });
  await waiter.send(new ListStacksCommand({}));
  let isAnswered = false;
  const answer = waiter.send(describe).finally(() => {
    isAnswered = true;
  });
  // The first client's answers come while the waiter's is held back.
  for (let asked = 0; asked < 5; asked++) {
    expect((await client.send(describe)).Stacks?.[0]?.StackStatus).toBe("CREATE_IN_PROGRESS");
  }
  expect(isAnswered).toBe(false);
  finish();
  expect((await answer).Stacks?.[0]?.StackStatus).toBe("CREATE_COMPLETE");
  await yard.stop();
});
