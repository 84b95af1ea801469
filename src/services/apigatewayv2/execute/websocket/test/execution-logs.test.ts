// The execution log of a stage: written by the account's role, as far as the stage asks for it.

import { APIGatewayClient, UpdateAccountCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, UpdateStageCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../../testing/harness.ts";
import { join, mock, publish } from "./fixture.ts";

/** Lets API Gateway write logs by a role. AWS: "Set up CloudWatch logging for REST APIs": the managed policy. */
async function allowLogs(account: TestAccount): Promise<void> {
  const iam = account.client(IAMClient);
  const trust = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "logs", AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";
  await iam.send(new AttachRolePolicyCommand({ RoleName: "logs", PolicyArn }));
  const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value: Role?.Arn }];
  await account.client(APIGatewayClient).send(new UpdateAccountCommand({ patchOperations }));
}

// Goal: what was set is logged, and what cannot be logged is refused. Method: a stage without the account's role, then with it; a message of each end.
test("tells what happened to events, with their bodies where that is asked for", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const api = await publish(yard, account, { say: mock("heard"), broken: {} });
  const apis = account.client(ApiGatewayV2Client);
  const set = (LoggingLevel: "INFO" | "ERROR", DataTraceEnabled: boolean) =>
    apis.send(
      new UpdateStageCommand({
        ApiId: api.apiId,
        StageName: "live",
        DefaultRouteSettings: { LoggingLevel, DataTraceEnabled },
      }),
    );
  // AWS: recorded, of both of API Gateway's APIs.
  await expect(set("INFO", true)).rejects.toThrow(
    "CloudWatch Logs role ARN must be set in account settings to enable logging",
  );
  await allowLogs(account);
  await set("INFO", true);
  const client = await join(api.url);
  client.send({ action: "say", text: "hello" });
  expect(await client.next()).toBe("heard");
  await set("ERROR", false);
  client.send({ action: "say", text: "unseen" });
  await client.next();
  client.send({ action: "broken" });
  await client.next();
  await yard.yard.context.jobs.settled();
  const logGroupName = `/aws/apigateway/${api.apiId}/live`;
  const { events = [] } = await account.client(CloudWatchLogsClient).send(new FilterLogEventsCommand({ logGroupName }));
  const lines = events.map(({ message = "" }) => message.replace(/^\([\w-]+=\) /, ""));
  expect(lines).toEqual([
    expect.stringMatching(/^Extended Request Id: /),
    expect.stringMatching(/^Starting execution for request: /),
    "WebSocket Request Route: [say]",
    'Endpoint request body before transformations: {"action":"say","text":"hello"}',
    expect.stringMatching(/^Received response\. Status: 200, Integration latency: \d+ ms$/),
    "Endpoint response body after transformations: heard",
    "Successfully completed execution",
    "Method completed with status: 200",
    expect.stringMatching(/^Extended Request Id: /),
    expect.stringMatching(/^Starting execution for request: /),
    "WebSocket Request Route: [broken]",
    "Execution failed due to an error: No integration defined for the route",
    "Method completed with status: 500",
  ]);
  client.socket.close();
});
