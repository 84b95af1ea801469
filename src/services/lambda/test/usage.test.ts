// Goal: what functions use is counted by function, stack and hour, in AWS's measures. Method: invocations through the SDK on a clock
// that is moved; rows through the control API, and after a restart.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TagResourceCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { callControl } from "../../../testing/control.ts";
import { testYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import type { UsageRow } from "../../../service/metering.ts";
import { eventually, lambdaBench } from "./bench.ts";

async function listUsage(yard: TestYard, input: object): Promise<readonly UsageRow[]> {
  return ((await callControl(yard, "ListUsage", input)) as { Usage: readonly UsageRow[] }).Usage;
}

test("requests and gigabyte-seconds are counted by hour, and survive a restart", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-usage-"));
  const yard = await testYard({ stateDir });
  const bench = await lambdaBench(yard);
  const { lambda, create, invoke } = bench;
  const scope = { Account: bench.account.account, Region: bench.account.region };
  const arn = await create("f", "export const handler = async () => 1", { MemorySize: 1024 });
  await create("g", "export const handler = async () => 1", { Architectures: ["arm64"] });
  await lambda.send(new TagResourceCommand({ Resource: arn, Tags: { team: "a" } }));
  const bills: number[] = [];
  for (let count = 0; count < 3; count++)
    bills.push(Number(/Billed Duration: (\d+) ms/.exec((await invoke("f")).log)?.[1]));
  await invoke("g");
  const hour = new Date(Math.floor(yard.clock.nowMs() / 3_600_000) * 3_600_000).toISOString();
  const rows = await eventually(async () => {
    const found = await listUsage(yard, scope);
    return found.length === 2 ? found : undefined;
  });
  // AWS: "AWS Lambda Pricing": duration is the billed one, and memory the configured one.
  const seconds = bills.reduce((total, ms) => total + ms, 0) / 1000;
  expect(rows).toMatchObject([
    { service: "lambda", hour, resource: arn, measures: { Request: 3 } },
    { hour, measures: { "Request-ARM": 1 } },
  ]);
  expect(rows[0]?.measures["Lambda-GB-Second"]).toBeCloseTo(seconds, 6);
  await yard.advance(3_600_000);
  await invoke("f");
  await yard.stop();

  const again = await testYard({ stateDir });
  const later = (
    await listUsage(again, { ...scope, From: new Date(Date.parse(hour) + 3_600_000).toISOString() })
  ).filter(({ resource }) => resource === arn);
  expect(later).toMatchObject([{ measures: { Request: 1 } }]);
  expect(await listUsage(again, { ...scope, Until: hour })).toEqual([]);
  await again.stop();
  rmSync(stateDir, { recursive: true });
});
