// Goal: functions with extensions as their callers see them: the answer comes when the function is done, and what extensions take after it is in
// the log, in the bill and in the concurrency. Method: a layer through the SDK, with an extension that works on for two seconds.

import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PublishLayerVersionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { extensionProgram } from "../../../sandbox/testing/extension-program.ts";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import type { UsageRow } from "../../../service/metering.ts";
import { callControl } from "../../../testing/control.ts";
import { eventually, lambdaBench } from "./bench.ts";

const WORKS_ON = `
  await register(["INVOKE"]);
  for (;;) {
    await next();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }`;

test("callers do not wait for extensions, and time is counted until they are done", async () => {
  const { lambda, create, invoke, account, yard } = await lambdaBench();
  const { LayerVersionArn: layer = "" } = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: "watcher",
      Content: { ZipFile: zipOf(extensionProgram("watcher", WORKS_ON)) },
    }),
  );
  const arn = await create("watched", "export const handler = async () => 'done'", { Layers: [layer], Timeout: 20 });
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "watched", ReservedConcurrentExecutions: 1 }));
  const answer = await invoke("watched");
  expect(answer).toMatchObject({ value: "done", error: undefined });
  // AWS: "Extensions API", Invoke phase: it ends when the runtime and all extensions have asked for the next event.
  expect(answer.log).not.toContain("REPORT");
  await expect(invoke("watched")).rejects.toMatchObject({
    name: "TooManyRequestsException",
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  });
  const logs = account.client(CloudWatchLogsClient);
  const report = await eventually(async () => {
    const input = { logGroupName: "/aws/lambda/watched", filterPattern: "REPORT" };
    const { events } = await logs.send(new FilterLogEventsCommand(input)).catch(() => ({ events: [] }));
    return events?.[0]?.message;
  });
  expect(Number(/Duration: ([\d.]+) ms/.exec(report)?.[1])).toBeGreaterThanOrEqual(1_990);
  const billedMs = Number(/Billed Duration: (\d+) ms/.exec(report)?.[1]);
  const row = await eventually(async () => {
    const scope = { Account: account.account, Region: account.region };
    const { Usage } = (await callControl(yard, "ListUsage", scope)) as { Usage: readonly UsageRow[] };
    return Usage.find(({ resource }) => resource === arn);
  });
  // AWS: "Lambda pricing": 128 MB are an eighth of a GB.
  expect(row.measures["Lambda-GB-Second"]).toBeCloseTo(billedMs / 1000 / 8, 6);
  // Its place is free again.
  expect((await invoke("watched")).value).toBe("done");
});
