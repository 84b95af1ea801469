// Scheduled actions, on a clock that is moved.

import {
  ApplicationAutoScalingClient,
  DeleteScheduledActionCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";

const HOUR_MS = 3_600_000;
let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-03-02T10:00:00Z") }) });
});
afterAll(() => world.stop());

const KEY = {
  ServiceNamespace: "dynamodb",
  ResourceId: "table/orders",
  ScalableDimension: "dynamodb:table:WriteCapacityUnits",
} as const;

async function open() {
  const account = world.account();
  const dynamo = account.client(DynamoDBClient);
  const scaling = account.client(ApplicationAutoScalingClient);
  await dynamo.send(
    new CreateTableCommand({
      TableName: "orders",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 15 },
    }),
  );
  await scaling.send(new RegisterScalableTargetCommand({ ...KEY, MinCapacity: 1, MaxCapacity: 50 }));
  const put = (name: string, more: Partial<PutScheduledActionCommandInput>): Promise<unknown> =>
    scaling.send(new PutScheduledActionCommand({ ...KEY, ScheduledActionName: name, ...more }));
  return {
    scaling,
    put,
    async bounds() {
      const { ScalableTargets: [target] = [] } = await scaling.send(
        new DescribeScalableTargetsCommand({ ServiceNamespace: "dynamodb" }),
      );
      return [target?.MinCapacity, target?.MaxCapacity];
    },
    async units() {
      const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: "orders" }));
      return Table?.ProvisionedThroughput?.WriteCapacityUnits;
    },
    async activities() {
      const { ScalingActivities = [] } = await scaling.send(
        new DescribeScalingActivitiesCommand({ ServiceNamespace: "dynamodb" }),
      );
      return ScalingActivities.map(({ Description, Cause }) => `${Description} <- ${Cause}`);
    },
  };
}

// Goal: a schedule changes a target's bounds, and the capacity that is outside of them. Method: a maximum below what the table has, at 9 in
// the morning in Tokyo. AWS: DescribeScalingActivities' example is this very case.
it("gives a target other bounds at its time, in its time zone", async () => {
  const shop = await open();
  await shop.put("morning", {
    Schedule: "cron(0 9 * * ? *)",
    Timezone: "Asia/Tokyo",
    ScalableTargetAction: { MinCapacity: 5, MaxCapacity: 10 },
  });
  await world.advance(Date.parse("2026-03-02T23:59:00Z") - world.clock.nowMs());
  expect(await shop.bounds()).toEqual([1, 50]);
  await world.advance(60_000);
  expect(await shop.bounds()).toEqual([5, 10]);
  expect(await shop.units()).toBe(10);
  const activities = await shop.activities();
  expect(activities.toSorted()).toEqual([
    "Setting min capacity to 5 and max capacity to 10 <- scheduled action name morning was triggered",
    "Setting write capacity units to 10. <- maximum capacity was set to 10",
  ]);
  // The next morning again: what was set in between goes.
  await shop.scaling.send(new RegisterScalableTargetCommand({ ...KEY, MinCapacity: 20, MaxCapacity: 50 }));
  await world.advance(0);
  expect(await shop.units()).toBe(20);
  await world.advance(24 * HOUR_MS);
  expect(await shop.units()).toBe(10);
});

// Goal: rates count from their start to their end, one-time schedules fire once, and neither where it is suspended or deleted. Method: each of
// them over some hours.
it("keeps to starts and ends, suspensions and deletions", async () => {
  const shop = await open();
  const startMs = world.clock.nowMs();
  await shop.put("hourly", {
    Schedule: "rate(1 hour)",
    EndTime: new Date(startMs + 2.5 * HOUR_MS),
    ScalableTargetAction: { MinCapacity: 16 },
  });
  const at = new Date(startMs + 4 * HOUR_MS).toISOString().slice(0, 19);
  await shop.put("once", { Schedule: `at(${at})`, ScalableTargetAction: { MaxCapacity: 30 } });
  await shop.put("never", { Schedule: "rate(1 minute)", ScalableTargetAction: { MaxCapacity: 2 } });
  await shop.scaling.send(new DeleteScheduledActionCommand({ ...KEY, ScheduledActionName: "never" }));
  const suspend = (ScheduledScalingSuspended: boolean): Promise<unknown> =>
    shop.scaling.send(new RegisterScalableTargetCommand({ ...KEY, SuspendedState: { ScheduledScalingSuspended } }));

  await suspend(true);
  await world.advance(HOUR_MS);
  expect(await shop.bounds()).toEqual([1, 50]);
  await suspend(false);
  await world.advance(HOUR_MS);
  expect(await shop.bounds()).toEqual([16, 50]);
  expect(await shop.units()).toBe(16);
  await shop.scaling.send(new RegisterScalableTargetCommand({ ...KEY, MinCapacity: 1 }));
  await world.advance(HOUR_MS);
  expect(await shop.bounds()).toEqual([1, 50]);
  await world.advance(HOUR_MS);
  expect(await shop.bounds()).toEqual([1, 30]);

  const { ScheduledActions = [] } = await shop.scaling.send(
    new DescribeScheduledActionsCommand({ ServiceNamespace: "dynamodb", ResourceId: KEY.ResourceId }),
  );
  expect(ScheduledActions.map(({ ScheduledActionName }) => ScheduledActionName)).toEqual(["hourly", "once"]);
  expect(ScheduledActions[0]).toMatchObject({
    ...KEY,
    Schedule: "rate(1 hour)",
    ScalableTargetAction: { MinCapacity: 16 },
    EndTime: new Date(startMs + 2.5 * HOUR_MS),
  });
});
