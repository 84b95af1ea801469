// Tables whose capacity follows their load, on a clock that is moved.

import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";

const MINUTE_MS = 60_000;
/** Read with strong consistency, it takes 50 units. */
const LARGE = "x".repeat(203_000);
let world: TestYard;

beforeAll(async () => {
  world = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-03-02T10:00:00Z") }) });
});
afterAll(() => world.stop());

interface Shop {
  readonly scaling: ApplicationAutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamo: DynamoDBClient;
  units(): Promise<number | undefined>;
  read(key: "large" | "small", times: number): Promise<void>;
  alarms(): Promise<readonly MetricAlarm[]>;
  activities(withNotScaled?: boolean): Promise<readonly string[]>;
}

const KEY = {
  ServiceNamespace: "dynamodb",
  ResourceId: "table/orders",
  ScalableDimension: "dynamodb:table:ReadCapacityUnits",
} as const;

const registration = (more: Partial<RegisterScalableTargetCommandInput> = {}): RegisterScalableTargetCommand =>
  new RegisterScalableTargetCommand({ ...KEY, MinCapacity: 2, MaxCapacity: 100, ...more });

const tracking = (
  more: Partial<PutScalingPolicyCommandInput["TargetTrackingScalingPolicyConfiguration"]> = {},
): PutScalingPolicyCommand =>
  new PutScalingPolicyCommand({
    ...KEY,
    PolicyName: "reads",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
      ...more,
    },
  });

/** An account with a table of 5 read capacity units, which has a large and a small item. */
async function openShop(): Promise<Shop> {
  const account = world.account();
  const dynamo = account.client(DynamoDBClient);
  const scaling = account.client(ApplicationAutoScalingClient);
  const cloudWatch = account.client(CloudWatchClient);
  await dynamo.send(
    new CreateTableCommand({
      TableName: "orders",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 500 },
    }),
  );
  await dynamo.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: "large" }, text: { S: LARGE } } }));
  await dynamo.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: "small" } } }));
  return {
    scaling,
    cloudWatch,
    dynamo,
    async units() {
      const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: "orders" }));
      return Table?.ProvisionedThroughput?.ReadCapacityUnits;
    },
    async read(id, times) {
      for (let time = 0; time < times; time++)
        await dynamo.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: id } }, ConsistentRead: true }));
    },
    async alarms() {
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
      return MetricAlarms;
    },
    async activities(IncludeNotScaledActivities = false) {
      const { ScalingActivities = [] } = await scaling.send(
        new DescribeScalingActivitiesCommand({ ServiceNamespace: "dynamodb", IncludeNotScaledActivities }),
      );
      return ScalingActivities.map(
        ({ StatusCode, Cause, StatusMessage, NotScaledReasons: [reason] = [] }) =>
          `${StatusCode}: ${Cause?.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")}: ${StatusMessage ?? reason?.Code}`,
      );
    },
  };
}

const kindOf = ({ AlarmName = "" }: MetricAlarm): string => /-(\w+)-[0-9a-f-]{36}$/.exec(AlarmName)?.[1] ?? AlarmName;

// Goal: a policy has the four alarms that AWS makes for a table, with its names, periods and thresholds, and they go with it. Method: a policy
// is made, read back, and deleted. AWS: thresholds as observed: 5 units at 70 percent are 210 a minute, 150 below.
it("makes the alarms of a table's policy, and deletes them with it", async () => {
  const shop = await openShop();
  await shop.scaling.send(registration());
  const made = await shop.scaling.send(tracking());
  const alarms = await shop.alarms();
  expect(Object.fromEntries(alarms.map((alarm) => [kindOf(alarm), summary(alarm)]))).toEqual({
    AlarmHigh: "ConsumedReadCapacityUnits Sum GreaterThanThreshold 210, 2 x 60",
    AlarmLow: "ConsumedReadCapacityUnits Sum LessThanThreshold 150, 15 x 60",
    ProvisionedCapacityHigh: "ProvisionedReadCapacityUnits Average GreaterThanThreshold 5, 3 x 300",
    ProvisionedCapacityLow: "ProvisionedReadCapacityUnits Average LessThanThreshold 5, 3 x 300",
  });
  for (const { AlarmName, AlarmActions, AlarmDescription } of alarms) {
    expect(AlarmName).toMatch(/^TargetTracking-table\/orders-/);
    expect(AlarmActions).toEqual([made.PolicyARN]);
    expect(AlarmDescription).toBe(`DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${made.PolicyARN}.`);
  }
  const names = (list: readonly { AlarmName?: string | undefined }[] | undefined): Set<unknown> =>
    new Set((list ?? []).map(({ AlarmName }) => AlarmName));
  expect(names(made.Alarms)).toEqual(names(alarms));
  const { ScalingPolicies: [policy] = [] } = await shop.scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: "dynamodb" }),
  );
  expect(names(policy?.Alarms)).toEqual(names(alarms));

  // The same policy once more keeps its ARN and its alarms.
  const again = await shop.scaling.send(tracking({ TargetValue: 50 }));
  expect(again.PolicyARN).toBe(made.PolicyARN);
  expect(names(again.Alarms)).toEqual(names(alarms));
  expect((await shop.alarms()).find((alarm) => kindOf(alarm) === "AlarmHigh")?.Threshold).toBe(150);

  await shop.scaling.send(new DeleteScalingPolicyCommand({ ...KEY, PolicyName: "reads" }));
  expect(await shop.alarms()).toEqual([]);
});

function summary({
  MetricName,
  Statistic,
  ComparisonOperator,
  Threshold,
  EvaluationPeriods,
  Period,
}: MetricAlarm): string {
  return `${MetricName} ${Statistic} ${ComparisonOperator} ${Threshold}, ${EvaluationPeriods} x ${Period}`;
}

// Goal: a table's capacity follows its load, up within two minutes and down after fifteen, within its bounds, and the activities tell it.
// Method: reads of 50 units each, minute by minute; 300 a minute are 5 a second, which are 70 percent of 8.
it("follows a table's load up and down", async () => {
  const shop = await openShop();
  await shop.scaling.send(registration());
  await shop.scaling.send(tracking());
  for (let minute = 0; minute < 3; minute++) {
    await shop.read("large", 6);
    await world.advance(MINUTE_MS);
  }
  expect(await shop.units()).toBe(8);
  expect(await shop.activities()).toEqual([
    "Successful: monitor alarm TargetTracking-table/orders-AlarmHigh-ID in state ALARM triggered policy reads: " +
      "Successfully set read capacity units to 8. Change successfully fulfilled by dynamodb.",
  ]);
  // The alarms go by what the table has now.
  expect((await shop.alarms()).find((alarm) => kindOf(alarm) === "AlarmLow")?.Threshold).toBe(240);

  for (let minute = 0; minute < 16; minute++) {
    await shop.read("small", 1);
    await world.advance(MINUTE_MS);
  }
  expect(await shop.units()).toBe(2);
  expect((await shop.activities())[0]).toContain("AlarmLow-ID in state ALARM triggered policy reads: Successfully set");
});

// Goal: a policy neither leaves its bounds nor does what is suspended or disabled, and tells who asks why. Method: the same load against a
// maximum, a suspension, and a policy that may not scale in.
it("obeys the maximum, suspensions and DisableScaleIn", async () => {
  const shop = await openShop();
  await shop.scaling.send(registration({ MaxCapacity: 6, SuspendedState: { DynamicScalingOutSuspended: true } }));
  await shop.scaling.send(tracking({ DisableScaleIn: true }));
  const load = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute++) {
      await shop.read("large", 6);
      await world.advance(MINUTE_MS);
    }
  };
  await load(3);
  expect(await shop.units()).toBe(5);
  expect(await shop.activities(true)).toEqual([]);

  await shop.scaling.send(registration({ MaxCapacity: 6, SuspendedState: { DynamicScalingOutSuspended: false } }));
  // The alarm goes on to call its policy every minute.
  await load(1);
  expect(await shop.units()).toBe(6);
  await load(1);
  expect((await shop.activities(true))[0]).toBe(
    "Failed: monitor alarm TargetTracking-table/orders-AlarmHigh-ID in state ALARM triggered policy reads: AlreadyAtMaxCapacity",
  );
  expect(await shop.activities()).toHaveLength(1);

  for (let minute = 0; minute < 17; minute++) {
    await shop.read("small", 1);
    await world.advance(MINUTE_MS);
  }
  expect(await shop.units()).toBe(6);
});

// Goal: what is scaled keeps to its bounds when they change, and the alarms notice what somebody else gave the table. Method: a minimum above
// what the table has, then an update of the table behind the policy's back. AWS: activities as recorded from the service.
it("brings the table within its bounds, and follows changes by others", async () => {
  const shop = await openShop();
  await shop.scaling.send(registration({ MinCapacity: 10 }));
  await world.advance(0);
  expect(await shop.units()).toBe(10);
  expect(await shop.activities()).toEqual([
    "Successful: minimum capacity was set to 10: Successfully set read capacity units to 10. Change successfully fulfilled by dynamodb.",
  ]);
  await shop.scaling.send(registration({ MinCapacity: 1, MaxCapacity: 7 }));
  await world.advance(0);
  expect(await shop.units()).toBe(7);

  await shop.scaling.send(registration({ MinCapacity: 1, MaxCapacity: 50 }));
  await shop.scaling.send(tracking());
  await shop.dynamo.send(
    new UpdateTableCommand({
      TableName: "orders",
      ProvisionedThroughput: { ReadCapacityUnits: 20, WriteCapacityUnits: 500 },
    }),
  );
  for (let minute = 0; minute < 21; minute++) await world.advance(MINUTE_MS);
  const high = (await shop.alarms()).find((alarm) => kindOf(alarm) === "AlarmHigh");
  expect(high?.Threshold).toBe(20 * 60 * 0.7);

  await shop.scaling.send(new DeregisterScalableTargetCommand(KEY));
  expect(await shop.alarms()).toEqual([]);
  const { ScalingPolicies } = await shop.scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: "dynamodb" }),
  );
  expect(ScalingPolicies).toEqual([]);
});
