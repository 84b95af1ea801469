// Auto scaling of a global table and its indexes, as AWS::DynamoDB::GlobalTable has it: targets and policies of Application Auto Scaling.
// AWS: "WriteCapacityAutoScalingSettings"; policies have the names that DynamoDB itself gives them.

import type { MetricType, ScalableDimension } from "@aws-sdk/client-application-auto-scaling";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";

export type Kind = "Read" | "Write";

/** The table, or one of its indexes. */
interface Place {
  readonly tableName: string;
  readonly indexName?: string | undefined;
  readonly kind: Kind;
}

/** What a template says of one place's scaling. */
export interface Scaled extends Place {
  readonly settings: Properties;
}

type Apis = Pick<ResourceContext, "aws">;

function keyOf({ tableName, indexName, kind }: Place) {
  const part = indexName === undefined ? "table" : "index";
  return {
    ServiceNamespace: "dynamodb",
    ResourceId: indexName === undefined ? `table/${tableName}` : `table/${tableName}/index/${indexName}`,
    ScalableDimension: `dynamodb:${part}:${kind}CapacityUnits` satisfies ScalableDimension,
  } as const;
}

const metricOf = ({ kind }: Place): MetricType => `DynamoDB${kind}CapacityUtilization`;
const nameOf = (place: Place): string => `${metricOf(place)}:${keyOf(place).ResourceId}`;

/** Has places scaled as the template says, and those no more that it does not name any more. */
export async function applyScaling(wanted: readonly Scaled[], before: readonly Scaled[], context: Apis): Promise<void> {
  const { applicationAutoScaling } = context.aws;
  const kept = new Set(wanted.map(nameOf));
  await endScaling(
    before.filter((place) => !kept.has(nameOf(place))),
    context,
  );
  for (const { settings, ...place } of wanted) {
    const key = keyOf(place);
    await applicationAutoScaling.registerScalableTarget({
      ...key,
      MinCapacity: Number(settings["MinCapacity"]),
      MaxCapacity: Number(settings["MaxCapacity"]),
    });
    const tracking = record(settings["TargetTrackingScalingPolicyConfiguration"]);
    const number = (name: string): Record<string, number> =>
      tracking[name] === undefined ? {} : { [name]: Number(tracking[name]) };
    const { DisableScaleIn } = tracking;
    await applicationAutoScaling.putScalingPolicy({
      ...key,
      PolicyName: nameOf(place),
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: Number(tracking["TargetValue"]),
        ...number("ScaleInCooldown"),
        ...number("ScaleOutCooldown"),
        ...(DisableScaleIn === undefined
          ? {}
          : { DisableScaleIn: DisableScaleIn === true || DisableScaleIn === "true" }),
        PredefinedMetricSpecification: { PredefinedMetricType: metricOf(place) },
      },
    });
  }
}

/** Places are not scaled any more; those that were not are no error. */
export async function endScaling(places: readonly Place[], { aws }: Apis): Promise<void> {
  for (const place of places) {
    try {
      await aws.applicationAutoScaling.deregisterScalableTarget(keyOf(place));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ObjectNotFoundException") throw error;
    }
  }
}

/** How a place is scaled, in the template's form; undefined where it is not. */
export async function readScaling(place: Place, { aws }: Apis): Promise<Properties | undefined> {
  const { ServiceNamespace, ResourceId, ScalableDimension } = keyOf(place);
  const { ScalableTargets: [target] = [] } = await aws.applicationAutoScaling.describeScalableTargets({
    ServiceNamespace,
    ScalableDimension,
    ResourceIds: [ResourceId],
  });
  if (target === undefined) return undefined;
  const { ScalingPolicies: [policy] = [] } = await aws.applicationAutoScaling.describeScalingPolicies({
    ServiceNamespace,
    ScalableDimension,
    ResourceId,
  });
  const { PredefinedMetricSpecification: _metric, ...tracking } =
    policy?.TargetTrackingScalingPolicyConfiguration ?? {};
  return {
    MinCapacity: target.MinCapacity,
    MaxCapacity: target.MaxCapacity,
    ...(policy === undefined ? {} : { TargetTrackingScalingPolicyConfiguration: tracking }),
  };
}

function record(value: unknown): Properties {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
