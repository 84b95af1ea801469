// Goal: stages keep access logs and are counted. Method: requests over HTTP, and what CloudWatch has of them.

import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DeleteAccessLogSettingsCommand, UpdateStageCommand } from "@aws-sdk/client-apigatewayv2";
import { expect, test } from "vitest";
import { sharedYard } from "../../../../../testing/harness.ts";
import { lambdaBench } from "../../../../lambda/test/bench.ts";
import { lambda, makeApi, openFunction } from "./fixture.ts";

const yard = await sharedYard();

test("a stage's log has a line for each request, which the log group's account lets AWS write", async () => {
  const bench = await lambdaBench(yard);
  const { account } = bench;
  const logs = account.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "access" }));
  const hello = await openFunction(
    bench,
    "hello",
    `export const handler = async () => ({ statusCode: 201, body: "hello" });`,
  );
  const group = `arn:aws:logs:us-east-1:${account.account}:log-group:access`;
  const Format =
    '{"who":"$context.identity.sourceIp","key":"$context.routeKey","status":"$context.status","bytes":"$context.responseLength","path":"$context.path","why":"$context.error.responseType","back":"$context.integrationStatus","none":"$context.nothing"}';
  const api = await makeApi(yard, account, {
    routes: { "GET /hello": lambda(hello) },
    stage: { AccessLogSettings: { DestinationArn: group, Format } },
  });
  const lines = async (): Promise<unknown[]> => {
    await yard.yard.context.jobs.settled();
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "access" }));
    return events.map(({ message = "" }) => JSON.parse(message) as unknown);
  };
  await api.call("GET /hello");
  await api.call("GET /nothing");
  const common = { who: "127.0.0.1", none: "-" };
  expect(await lines()).toEqual([
    { ...common, key: "GET /hello", status: "201", bytes: "5", path: "/hello", why: "-", back: "200" },
    { ...common, key: "-", status: "404", bytes: "23", path: "/nothing", why: "RESOURCE_NOT_FOUND", back: "-" },
  ]);
  // Without the policy that setting the stage up has made, AWS's service may not write.
  const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
  expect(resourcePolicies.map(({ policyName }) => policyName)).toEqual(["AWSLogDeliveryWrite20150319"]);
  await logs.send(new DeleteResourcePolicyCommand({ policyName: "AWSLogDeliveryWrite20150319" }));
  await api.call("GET /hello");
  expect(await lines()).toHaveLength(2);
  const AccessLogSettings = { DestinationArn: group, Format };
  await api.apis.send(new UpdateStageCommand({ ApiId: api.apiId, StageName: "$default", AccessLogSettings }));
  await api.call("GET /hello");
  expect(await lines()).toHaveLength(3);
  await api.apis.send(new DeleteAccessLogSettingsCommand({ ApiId: api.apiId, StageName: "$default" }));
  await api.call("GET /hello");
  expect(await lines()).toHaveLength(3);
  // Another account's group is none that this stage could write to.
  const elsewhere = { DestinationArn: "arn:aws:logs:us-east-1:111111111111:log-group:access", Format };
  await expect(
    api.apis.send(new UpdateStageCommand({ ApiId: api.apiId, StageName: "$default", AccessLogSettings: elsewhere })),
  ).rejects.toMatchObject({ name: "BadRequestException" });
});

test("requests are counted by API, stage and route", async () => {
  // AWS: "Working with CloudWatch metrics for HTTP APIs".
  const bench = await lambdaBench(yard);
  const hello = await openFunction(
    bench,
    "hello",
    `export const handler = async () => ({ statusCode: 500, body: "no" });`,
  );
  const api = await makeApi(yard, bench.account, {
    routes: { "GET /hello": lambda(hello) },
    stage: { DefaultRouteSettings: { DetailedMetricsEnabled: true } },
  });
  await api.call("GET /hello");
  await api.call("GET /nothing");
  const metrics = bench.account.client(CloudWatchClient);
  const nowMs = yard.clock.nowMs();
  const sum = async (MetricName: string, dimensions: Readonly<Record<string, string>>): Promise<number | undefined> => {
    const { Datapoints = [] } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/ApiGateway",
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(nowMs - 600_000),
        EndTime: new Date(nowMs + 600_000),
        Period: 3600,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints[0]?.Sum;
  };
  const ofApi = { ApiId: api.apiId };
  const ofStage = { ...ofApi, Stage: "$default" };
  const ofRoute = { ApiId: api.apiId, Method: "GET", Resource: "/hello", Stage: "$default" };
  expect([await sum("Count", ofApi), await sum("4xx", ofStage), await sum("5xx", ofStage)]).toEqual([2, 1, 1]);
  expect([await sum("Count", ofRoute), await sum("5xx", ofRoute)]).toEqual([1, 1]);
});
