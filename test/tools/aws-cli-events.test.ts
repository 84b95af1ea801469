// Goal: EventBridge, its Scheduler and its Pipes are what they are to the AWS CLI. Method: every operation that is served, called by the
// CLI's own code against a yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: events are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls EventBridge, Scheduler and Pipes", () => {
  const bus = ["--event-bus-name", "shop"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let busArn: string;
  let queueUrl: string;
  let queueArn: string;
  let roleArn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    busArn = await aws<string>`events create-event-bus --name shop --query EventBusArn`;
    queueUrl = await aws<string>`sqs create-queue --queue-name work --query QueueUrl`;
    queueArn = `arn:aws:sqs:${cli.account.region}:${cli.account.account}:work`;
    const send = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [send] });
    await aws`sqs set-queue-attributes --queue-url ${queueUrl} --attributes ${{ Policy }}`;
    const Service = ["scheduler.amazonaws.com", "pipes.amazonaws.com"];
    const trust = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const role = ["--role-name", "events", "--assume-role-policy-document", document];
    roleArn = await aws<string>`iam create-role ${role} --query Role.Arn`;
    const allowed = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }] };
    const own = ["--policy-name", "own", "--policy-document", JSON.stringify(allowed)];
    await aws`iam put-role-policy --role-name events ${own}`;
  });
  afterAll(() => cli.stop());

  /** The message that waits in the queue, taken out. */
  async function received(): Promise<string> {
    await cli.settled();
    const wait = ["--wait-time-seconds", "10", "--query", "Messages[0]"];
    const message = await aws<{
      Body: string;
      ReceiptHandle: string;
    }>`sqs receive-message --queue-url ${queueUrl} ${wait}`;
    await aws`sqs delete-message --queue-url ${queueUrl} --receipt-handle ${message.ReceiptHandle}`;
    return message.Body;
  }

  test("for buses and their permissions", async () => {
    await aws`events update-event-bus --name shop --description ${"The shop's"}`;
    expect(await aws`events describe-event-bus --name shop --query Description`).toBe("The shop's");
    expect(await aws`events list-event-buses --query EventBuses[].Name`).toEqual(["default", "shop"]);
    const granted = ["--action", "events:PutEvents", "--principal", "111122223333", "--statement-id", "partner"];
    await aws`events put-permission ${bus} ${granted}`;
    await aws`events remove-permission ${bus} --statement-id partner`;
    await aws`events tag-resource --resource-arn ${busArn} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`events untag-resource --resource-arn ${busArn} --tag-keys a`;
    const tags = await aws`events list-tags-for-resource --resource-arn ${busArn} --query Tags`;
    expect(tags).toEqual([{ Key: "b", Value: "2" }]);
  });

  test("for rules, targets and events", async () => {
    const EventPattern = JSON.stringify({ source: ["shop"] });
    const event = { id: "1", account: "1", source: "shop", time: "2026-01-01T00:00:00Z", region: "r", resources: [] };
    const whole = JSON.stringify({ ...event, "detail-type": "Order", detail: {} });
    const tested = ["--event-pattern", EventPattern, "--event", whole, "--query", "Result"];
    expect(await aws`events test-event-pattern ${tested}`).toBe(true);
    await aws`events put-rule ${bus} --name orders --event-pattern ${EventPattern}`;
    await aws`events disable-rule ${bus} --name orders`;
    await aws`events enable-rule ${bus} --name orders`;
    expect(await aws`events describe-rule ${bus} --name orders --query State`).toBe("ENABLED");
    expect(await aws`events list-rules ${bus} --query Rules[].Name`).toEqual(["orders"]);
    await aws`events put-targets ${bus} --rule orders --targets ${[{ Id: "q", Arn: queueArn, InputPath: "$.detail" }]}`;
    expect(await aws`events list-targets-by-rule ${bus} --rule orders --query Targets[].Id`).toEqual(["q"]);
    const byTarget = ["--target-arn", queueArn, "--query", "RuleNames"];
    expect(await aws`events list-rule-names-by-target ${bus} ${byTarget}`).toEqual(["orders"]);
    const entry = { EventBusName: "shop", Source: "shop", DetailType: "Order", Detail: '{"n":1}' };
    expect(await aws`events put-events --entries ${[entry]} --query FailedEntryCount`).toBe(0);
    expect(JSON.parse(await received())).toEqual({ n: 1 });
    await aws`events remove-targets ${bus} --rule orders --ids q`;
    await aws`events delete-rule ${bus} --name orders`;
  });

  test("for archives and replays", async () => {
    const archive = ["--archive-name", "all"];
    const archiveArn =
      await aws<string>`events create-archive ${archive} --event-source-arn ${busArn} --query ArchiveArn`;
    await aws`events update-archive ${archive} --retention-days 3`;
    expect(await aws`events describe-archive ${archive} --query RetentionDays`).toBe(3);
    expect(await aws`events list-archives --query Archives[].ArchiveName`).toEqual(["all"]);
    const times = ["--event-start-time", "2026-01-01T00:00:00Z", "--event-end-time", "2026-01-02T00:00:00Z"];
    const replay = ["--event-source-arn", archiveArn, ...times, "--destination", JSON.stringify({ Arn: busArn })];
    await aws`events start-replay --replay-name again ${replay}`;
    await cli.settled();
    expect(await aws`events describe-replay --replay-name again --query State`).toBe("COMPLETED");
    expect(await aws`events list-replays --query Replays[].ReplayName`).toEqual(["again"]);
    await expect(aws`events cancel-replay --replay-name again`).rejects.toThrow("(IllegalStatusException)");
    await aws`events delete-archive ${archive}`;
  });

  test("for API destinations and their connections", async () => {
    const key = { ApiKeyAuthParameters: { ApiKeyName: "key", ApiKeyValue: "value" } };
    const authorised = ["--authorization-type", "API_KEY", "--auth-parameters", JSON.stringify(key)];
    const connection = await aws<string>`events create-connection --name key ${authorised} --query ConnectionArn`;
    await aws`events update-connection --name key --description ${"A key"}`;
    expect(await aws`events describe-connection --name key --query Description`).toBe("A key");
    expect(await aws`events list-connections --query Connections[].Name`).toEqual(["key"]);
    // The CLI fetches a parameter that looks like an address, unless it comes as JSON.
    const called = { ConnectionArn: connection, InvocationEndpoint: "https://localhost/", HttpMethod: "POST" };
    await aws`events create-api-destination --cli-input-json ${{ Name: "api", ...called }}`;
    await aws`events update-api-destination --name api --http-method PUT`;
    expect(await aws`events describe-api-destination --name api --query HttpMethod`).toBe("PUT");
    expect(await aws`events list-api-destinations --query ApiDestinations[].Name`).toEqual(["api"]);
    await aws`events delete-api-destination --name api`;
    await aws`events deauthorize-connection --name key`;
    await aws`events delete-connection --name key`;
  });

  test("for schedules and their groups", async () => {
    const groupArn = await aws<string>`scheduler create-schedule-group --name team --query ScheduleGroupArn`;
    await aws`scheduler tag-resource --resource-arn ${groupArn} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`scheduler untag-resource --resource-arn ${groupArn} --tag-keys a`;
    const tags = await aws`scheduler list-tags-for-resource --resource-arn ${groupArn} --query Tags`;
    expect(tags).toEqual([{ Key: "b", Value: "2" }]);
    const target = ["--target", JSON.stringify({ Arn: queueArn, RoleArn: roleArn, Input: "tick" })];
    const settings = [...target, "--group-name", "team", "--flexible-time-window", "Mode=OFF"];
    const daily = ["--schedule-expression", "cron(0 4 * * ? *)"];
    await aws`scheduler create-schedule --name nightly ${settings} ${daily}`;
    await aws`scheduler update-schedule --name nightly ${settings} --schedule-expression ${"cron(0 5 * * ? *)"}`;
    const expression = ["--query", "ScheduleExpression"];
    expect(await aws`scheduler get-schedule --name nightly --group-name team ${expression}`).toBe("cron(0 5 * * ? *)");
    expect(await aws`scheduler list-schedules --query Schedules[].Name`).toEqual(["nightly"]);
    expect(await aws`scheduler get-schedule-group --name team --query State`).toBe("ACTIVE");
    expect(await aws`scheduler list-schedule-groups --query ScheduleGroups[].Name`).toEqual(["default", "team"]);
    await expect(aws`scheduler create-schedule --name nightly ${settings} ${daily}`).rejects.toThrow(
      "An error occurred (ConflictException) when calling the CreateSchedule operation: Schedule nightly already exists.",
    );
    await aws`scheduler delete-schedule --name nightly --group-name team`;
    await aws`scheduler delete-schedule-group --name team`;
  });

  test("for pipes", async () => {
    const inUrl = await aws<string>`sqs create-queue --queue-name in --query QueueUrl`;
    const made = ["--source", queueArn.replace(/work$/, "in"), "--target", queueArn, "--role-arn", roleArn];
    const pipeArn = await aws<string>`pipes create-pipe --name copy ${made} --query Arn`;
    await cli.settled();
    expect(await aws`pipes describe-pipe --name copy --query CurrentState`).toBe("RUNNING");
    await aws`sqs send-message --queue-url ${inUrl} --message-body piped`;
    expect(JSON.parse(await received())).toMatchObject({ body: "piped" });
    await aws`pipes stop-pipe --name copy`;
    await cli.settled();
    await aws`pipes start-pipe --name copy`;
    await cli.settled();
    await aws`pipes update-pipe --name copy --role-arn ${roleArn} --description changed`;
    await cli.settled();
    expect(await aws`pipes list-pipes --query Pipes[].Name`).toEqual(["copy"]);
    await aws`pipes tag-resource --resource-arn ${pipeArn} --tags a=1,b=2`;
    await aws`pipes untag-resource --resource-arn ${pipeArn} --tag-keys a`;
    expect(await aws`pipes list-tags-for-resource --resource-arn ${pipeArn} --query tags`).toEqual({ b: "2" });
    await aws`pipes delete-pipe --name copy`;
    await cli.settled();
    await expect(aws`pipes describe-pipe --name copy`).rejects.toThrow("(NotFoundException)");
  });

  test("and is told of a bus that is gone", async () => {
    await aws`events delete-event-bus --name shop`;
    await expect(aws`events list-rules ${bus}`).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the ListRules operation: Event bus shop does not exist.",
    );
  });

  test("in every operation that is served", () => {
    // A replay here is over before a command could cancel it.
    expect(cli.uncalled("eventbridge")).toEqual(["CancelReplay"]);
    expect([...cli.uncalled("scheduler"), ...cli.uncalled("pipes")]).toEqual([]);
  });
});
