// Goal: what an output says is the address of an API can be called here. Method: stacks whose outputs put addresses together as AWS's
// documentation and SAM's own examples do.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const TEMPLATE = {
  Resources: {
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "hello" } },
  },
  Outputs: {
    // AWS: "sam init", hello-world: "API Gateway endpoint URL for Prod stage".
    Hello: { Value: { "Fn::Sub": "https://${Api}.execute-api.${AWS::Region}.amazonaws.com/Prod/hello/" } },
    Suffix: { Value: { "Fn::Sub": "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}" } },
    // Somebody else's API is where it is.
    Elsewhere: { Value: "https://abcdefghij.execute-api.eu-central-1.amazonaws.com/prod" },
    Arn: { Value: { "Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*" } },
  },
};

test("outputs name the stack's own APIs by where they answer", async () => {
  const yard = await sharedYard();
  const client = yard.account().client(CloudFormationClient);
  await client.send(new CreateStackCommand({ StackName: "hello", TemplateBody: JSON.stringify(TEMPLATE) }));
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.02 },
    { StackName: "hello" },
  );
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "hello" }));
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const apiId = /:([a-z0-9]+)\/\*$/.exec(outputs["Arn"] ?? "")?.[1];
  const { port } = new URL(yard.origin);
  expect(outputs).toMatchObject({
    Hello: `http://${apiId}.execute-api.localhost:${port}/Prod/hello/`,
    Suffix: `http://${apiId}.execute-api.localhost:${port}`,
    Elsewhere: TEMPLATE.Outputs.Elsewhere.Value,
  });
});
