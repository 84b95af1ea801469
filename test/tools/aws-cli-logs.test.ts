// Goal: CloudWatch Logs is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard
// in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

/** What the CLI cannot call here, and why. */
const NOT_WITH_THE_CLI = {
  StartLiveTail: "The CLI puts a prefix in front of the address: docs/tools.md.",
  CancelExportTask: "An export of a test is over before the next command; that it is refused then is tried.",
  StopQuery: "A query of a test is over before the next command; that it is refused then is tried.",
};

if (!hasAwsCli) test("the AWS CLI is not installed: Logs are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls CloudWatch Logs", () => {
  const group = ["--log-group-name", "/shop"];
  const stream = [...group, "--log-stream-name", "one"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    await aws`logs create-log-group ${group} --tags a=1`;
    await aws`logs create-log-stream ${stream}`;
  });
  afterAll(() => cli.stop());

  test("for events", async () => {
    const events = [{ timestamp: cli.yard.clock.nowMs(), message: "Grüße" }];
    await aws`logs put-log-events ${stream} --log-events ${events}`;
    const messages = ["--query", "events[].message"];
    expect(await aws`logs get-log-events ${stream} ${messages}`).toEqual(["Grüße"]);
    expect(await aws`logs filter-log-events ${group} --filter-pattern ${'"Grüße"'} ${messages}`).toEqual(["Grüße"]);
  });

  test("for groups, their retention and tags", async () => {
    await aws`logs put-retention-policy ${group} --retention-in-days 7`;
    const shown = ["--query", "logGroups[].[logGroupName, retentionInDays]"];
    expect(await aws`logs describe-log-groups ${shown}`).toEqual([["/shop", 7]]);
    await aws`logs delete-retention-policy ${group}`;
    const identified = ["--log-group-identifier", group[1] ?? ""];
    await aws`logs put-log-group-deletion-protection ${identified} --deletion-protection-enabled`;
    await expect(aws`logs delete-log-group ${group}`).rejects.toThrow("ValidationException");
    await aws`logs put-log-group-deletion-protection ${identified} --no-deletion-protection-enabled`;
    expect(await aws`logs describe-log-streams ${group} --query logStreams[].logStreamName`).toEqual(["one"]);
    const arn = `arn:aws:logs:${cli.account.region}:${cli.account.account}:log-group:/shop`;
    await aws`logs tag-resource --resource-arn ${arn} --tags b=2`;
    await aws`logs untag-resource --resource-arn ${arn} --tag-keys a`;
    expect(await aws`logs list-tags-for-resource --resource-arn ${arn} --query tags`).toEqual({ b: "2" });
    await aws`logs tag-log-group ${group} --tags c=3`;
    await aws`logs untag-log-group ${group} --tags b`;
    expect(await aws`logs list-tags-log-group ${group} --query tags`).toEqual({ c: "3" });
  });

  test("for resource policies", async () => {
    const Principal = { Service: "delivery.logs.amazonaws.com" };
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal, Action: "logs:*", Resource: "*" }],
    };
    await aws`logs put-resource-policy --policy-name delivery --policy-document ${policy}`;
    const names = ["--query", "resourcePolicies[].policyName"];
    expect(await aws`logs describe-resource-policies ${names}`).toEqual(["delivery"]);
    await aws`logs delete-resource-policy --policy-name delivery`;
    expect(await aws`logs describe-resource-policies ${names}`).toEqual([]);
  });

  test("for metric filters", async () => {
    const filter = [...group, "--filter-name", "errors"];
    const transformations = [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1", defaultValue: 0 }];
    await aws`logs put-metric-filter ${filter} --filter-pattern ERROR --metric-transformations ${transformations}`;
    const names = ["--query", "metricFilters[].filterName"];
    expect(await aws`logs describe-metric-filters ${group} ${names}`).toEqual(["errors"]);
    const pattern = ["--filter-pattern", "[ip, status]"];
    const values = ["--query", "matches[].extractedValues"];
    expect(await aws`logs test-metric-filter ${pattern} --log-event-messages ${["1 200"]} ${values}`).toEqual([
      { $ip: "1", $status: "200" },
    ]);
    await aws`logs delete-metric-filter ${filter}`;
    await expect(aws`logs delete-metric-filter ${filter}`).rejects.toThrow("ResourceNotFoundException");
  });

  test("for queries", async () => {
    const times = ["--start-time", "0", "--end-time", String(Math.ceil(cli.yard.clock.nowMs() / 1_000))];
    const asked = ["--query-string", "fields @message | limit 1", "--query", "queryId"];
    const id = await aws<string>`logs start-query ${group} ${times} ${asked}`;
    await cli.settled();
    const query = ["--query-id", id];
    expect(await aws`logs get-query-results ${query} --query results[0][0].value`).toBe("Grüße");
    const pointer = await aws<string>`logs get-query-results ${query} --query results[0][1].value`;
    expect(await aws`logs get-log-record --log-record-pointer ${pointer} --query logRecord.${'"@message"'}`).toBe(
      "Grüße",
    );
    expect(await aws`logs describe-queries --status Complete --query queries[].queryId`).toEqual([id]);
    await expect(aws`logs stop-query ${query}`).rejects.toThrow("InvalidParameterException");
    const definition = ["--name", "first", "--query-string", "limit 1", "--query", "queryDefinitionId"];
    const definitionId = await aws<string>`logs put-query-definition ${definition}`;
    expect(await aws`logs describe-query-definitions --query queryDefinitions[].name`).toEqual(["first"]);
    await aws`logs delete-query-definition --query-definition-id ${definitionId}`;
    await expect(aws`logs start-query ${group} ${times} --query-string nothing`).rejects.toThrow(
      "MalformedQueryException",
    );
  });

  test("for exports", async () => {
    const task = [...group, "--from", "0", "--to", "1", "--destination", "exports"];
    await expect(aws`logs create-export-task ${task}`).rejects.toThrow("InvalidParameterException");
    await aws`s3api create-bucket --bucket exports`;
    const Principal = { Service: `logs.${cli.account.region}.amazonaws.com` };
    const Resource = ["arn:aws:s3:::exports", "arn:aws:s3:::exports/*"];
    const Statement = [{ Effect: "Allow", Action: ["s3:GetBucketAcl", "s3:PutObject"], Resource, Principal }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await aws`s3api put-bucket-policy --bucket exports --policy ${policy}`;
    const id = await aws<string>`logs create-export-task ${task} --query taskId`;
    await cli.settled();
    const code = ["--task-id", id, "--query", "exportTasks[].status.code"];
    expect(await aws`logs describe-export-tasks ${code}`).toEqual(["COMPLETED"]);
    await expect(aws`logs cancel-export-task --task-id ${id}`).rejects.toThrow("InvalidOperationException");
  });

  test("for subscriptions", async () => {
    await aws`kinesis create-stream --stream-name logs --shard-count 1`;
    await cli.settled();
    const trust = { Effect: "Allow", Principal: { Service: "logs.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const made = ["--role-name", "logs", "--assume-role-policy-document", document, "--query", "Role.Arn"];
    const role = await aws<string>`iam create-role ${made}`;
    const allowed = { Effect: "Allow", Action: "kinesis:PutRecord*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [allowed] });
    await aws`iam put-role-policy --role-name logs --policy-name own --policy-document ${policy}`;
    const destination = `arn:aws:kinesis:${cli.account.region}:${cli.account.account}:stream/logs`;
    const filter = [...group, "--filter-name", "all"];
    const to = ["--filter-pattern", "", "--destination-arn", destination, "--role-arn", role];
    await aws`logs put-subscription-filter ${filter} ${to}`;
    const names = ["--query", "subscriptionFilters[].filterName"];
    expect(await aws`logs describe-subscription-filters ${group} ${names}`).toEqual(["all"]);
    await aws`logs delete-subscription-filter ${filter}`;
  });

  test("and is told of a group that is gone", async () => {
    await aws`logs delete-log-stream ${stream}`;
    await aws`logs delete-log-group ${group}`;
    await expect(aws`logs describe-log-streams ${group}`).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the DescribeLogStreams operation: " +
        "The specified log group does not exist.",
    );
  });

  test("in every operation that is served and that it can call", () => {
    expect(cli.uncalled("cloudwatch-logs")).toEqual(Object.keys(NOT_WITH_THE_CLI).sort());
  });
});
