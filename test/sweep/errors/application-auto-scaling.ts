// How each documented error of Application Auto Scaling is provoked.

import { LIMITS } from "../../../src/services/applicationautoscaling/limits.ts";
import { saveAction, savePolicy, saveTarget } from "../../../src/services/applicationautoscaling/repo.ts";
import { groundsFor } from "./grounds.ts";
import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

const POLICY = {
  PolicyType: "TargetTrackingScaling",
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 70,
    PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
  },
} as const;
const ACTION = { Schedule: "rate(1 day)", ScalableTargetAction: { MinCapacity: 1 } };
const DIMENSION = "dynamodb:table:ReadCapacityUnits";

type Key = {
  readonly ServiceNamespace: "dynamodb";
  readonly ResourceId: string;
  readonly ScalableDimension: typeof DIMENSION;
};

interface Made {
  readonly key: Key;
  /** A target that is never registered. */
  readonly nobody: Key;
  readonly arn: string;
  /** A target of its own, with a policy and an action, for a quota to be filled. */
  another(): Promise<Key>;
}

const keyOf = (table: string): Key => ({
  ServiceNamespace: "dynamodb",
  ResourceId: `table/${table}`,
  ScalableDimension: DIMENSION,
});

async function register({ aws, name }: Grounds): Promise<{ readonly key: Key; readonly arn: string }> {
  const TableName = name();
  await aws.dynamoDB.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
  });
  const key = keyOf(TableName);
  const bounds = { MinCapacity: 1, MaxCapacity: 10 };
  const { ScalableTargetARN = "" } = await aws.applicationAutoScaling.registerScalableTarget({ ...key, ...bounds });
  await aws.applicationAutoScaling.putScalingPolicy({ ...key, ...POLICY, PolicyName: "reads" });
  await aws.applicationAutoScaling.putScheduledAction({ ...key, ...ACTION, ScheduledActionName: "daily" });
  return { key, arn: ScalableTargetARN };
}

async function prepare(grounds: Grounds): Promise<Made> {
  return {
    ...(await register(grounds)),
    nobody: keyOf("nobody-at-all"),
    another: async () => (await register(grounds)).key,
  };
}

const WRONG = { ResourceId: "nothing" };
const ON_TARGET = {
  ResourceNotFoundException: ({ arn }, ask) => ask({ ResourceARN: `${arn}nobody` }),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of Application Auto Scaling. */
export const applicationAutoScaling = sweepOf<Made>({
  service: "application-auto-scaling",
  prepare,
  inputs: {
    DeleteScalingPolicy: ({ key }) => ({ ...key, PolicyName: "reads" }),
    DeleteScheduledAction: ({ key }) => ({ ...key, ScheduledActionName: "daily" }),
    DeregisterScalableTarget: ({ key }) => key,
    DescribeScalableTargets: () => ({ ServiceNamespace: "dynamodb" }),
    DescribeScalingActivities: () => ({ ServiceNamespace: "dynamodb" }),
    DescribeScalingPolicies: () => ({ ServiceNamespace: "dynamodb" }),
    DescribeScheduledActions: () => ({ ServiceNamespace: "dynamodb" }),
    ListTagsForResource: ({ arn }) => ({ ResourceARN: arn }),
    PutScalingPolicy: ({ key }) => ({ ...key, ...POLICY, PolicyName: "reads" }),
    PutScheduledAction: ({ key }) => ({ ...key, ...ACTION, ScheduledActionName: "daily" }),
    RegisterScalableTarget: ({ key }) => ({ ...key, MinCapacity: 1, MaxCapacity: 10 }),
    TagResource: ({ arn }) => ({ ResourceARN: arn, Tags: { key: "value" } }),
    UntagResource: ({ arn }) => ({ ResourceARN: arn, TagKeys: ["key"] }),
  },
  everywhere: {
    ConcurrentUpdateException: unprovokable(
      "What would be changed by two at a time is changed in one transaction, or by jobs one after the other.",
    ),
    FailedResourceAccessException: unprovokable(
      "It is for roles that customers choose; resources that are here are scaled by a service-linked role, which nobody can take rights from.",
    ),
    InternalServiceException: unprovokable("It would be a bug of ours."),
    InvalidNextTokenException: (_made, ask) => ask({ NextToken: "nothing" }),
    ObjectNotFoundException: ({ nobody }, ask) => ask(nobody),
    ValidationException: (_made, ask) => ask(WRONG),
  },
  operations: {
    DescribeScalableTargets: { ValidationException: (_made, ask) => ask({ MaxResults: 0 }) },
    DescribeScalingActivities: { ValidationException: (_made, ask) => ask({ ScalableDimension: DIMENSION }) },
    DescribeScalingPolicies: { ValidationException: (_made, ask) => ask({ ScalableDimension: DIMENSION }) },
    DescribeScheduledActions: { ValidationException: (_made, ask) => ask({ ScalableDimension: DIMENSION }) },
    ListTagsForResource: ON_TARGET,
    PutScalingPolicy: {
      LimitExceededException: async (made, ask) => {
        const { account, yard } = made;
        const key = await made.another();
        yard.yard.context.store.write((tx) => {
          for (let id = 1; id < LIMITS.policiesOfTarget; id++) {
            const step = { AdjustmentType: "ExactCapacity" as const, StepAdjustments: [] };
            savePolicy(tx, account, {
              v: 1,
              ...ofWire(key),
              id: `${id}`,
              name: `policy-${id}`,
              createdAtMs: 0,
              config: { type: "StepScaling", step },
              alarms: [],
            });
          }
        });
        return ask({ ...key, PolicyName: "one-more" });
      },
    },
    PutScheduledAction: {
      LimitExceededException: async (made, ask) => {
        const { account, yard } = made;
        const key = await made.another();
        yard.yard.context.store.write((tx) => {
          for (let id = 1; id < LIMITS.actionsOfTarget; id++)
            saveAction(tx, account, {
              v: 1,
              ...ofWire(key),
              id: `${id}`,
              name: `action-${id}`,
              schedule: "rate(1 day)",
              createdAtMs: 0,
              version: "1",
            });
        });
        return ask({ ...key, ScheduledActionName: "one-more" });
      },
    },
    RegisterScalableTarget: {
      LimitExceededException: async ({ yard }, ask) => {
        const full = await groundsFor(yard, "application-auto-scaling");
        const { key } = await register(full);
        await full.aws.applicationAutoScaling.deregisterScalableTarget(key);
        yard.yard.context.store.write((tx) => {
          for (let id = 0; id < LIMITS.targetsOfDynamoDb; id++)
            saveTarget(tx, full.account, {
              v: 1,
              ...ofWire({ ...key, ResourceId: `table/table-${id}` }),
              id: `${id}`,
              min: 1,
              max: 2,
              createdAtMs: 0,
              suspended: { in: false, out: false, scheduled: false },
              tags: {},
            });
        });
        return ask(key, await full.user("application-autoscaling:*"));
      },
    },
    TagResource: {
      ...ON_TARGET,
      TooManyTagsException: (_made, ask) =>
        ask({ Tags: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`key-${at}`, "value"])) }),
      ValidationException: (_made, ask) => ask({ Tags: { "aws:key": "value" } }),
    },
    UntagResource: { ...ON_TARGET, ValidationException: (_made, ask) => ask({ TagKeys: ["aws:key"] }) },
  },
});

function ofWire({ ServiceNamespace, ResourceId, ScalableDimension }: Key) {
  return { namespace: ServiceNamespace, resourceId: ResourceId, dimension: ScalableDimension };
}
