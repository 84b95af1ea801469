// PutScalingPolicy's configuration: checked, and put over what the policy was.

import type { PutScalingPolicyCommandInput } from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { dimensionOf } from "../dimensions.ts";
import { invalid, notImplemented } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { CustomizedMetric, PolicyRecord, StepRecord, TargetKey, TrackingRecord } from "../records.ts";
import { stepProblem } from "./steps.ts";

type PolicyInput = Input<PutScalingPolicyCommandInput>;
type Config = PolicyRecord["config"];

/** The configuration that a policy is to have; `before` is what it has. */
export function parseConfig(key: TargetKey, input: PolicyInput, before: Config | undefined): Config {
  const type = input.PolicyType ?? before?.type;
  if (type === undefined) throw invalid("PolicyType is required when creating a scaling policy");
  if (before !== undefined && type !== before.type)
    throw invalid(`The policy type of a scaling policy cannot be changed from ${before.type} to ${type}`);
  if (type === "PredictiveScaling" || input.PredictiveScalingPolicyConfiguration !== undefined)
    throw notImplemented("Predictive scaling");
  return type === "StepScaling"
    ? parseSteps(key, input, before?.type === "StepScaling" ? before.step : undefined)
    : parseTracking(key, input, before?.type === "TargetTrackingScaling" ? before.tracking : undefined);
}

function parseSteps(key: TargetKey, input: PolicyInput, before: StepRecord | undefined): Config {
  if (input.TargetTrackingScalingPolicyConfiguration !== undefined)
    throw invalid("TargetTrackingScalingPolicyConfiguration is not for the policy type StepScaling");
  // AWS: PutScalingPolicy, PolicyType.
  if (!dimensionOf(key).hasSteps)
    throw invalid(`Policy type StepScaling is not supported for service namespace: ${key.namespace}`);
  const { StepScalingPolicyConfiguration: given } = input;
  if (given === undefined) {
    if (before === undefined)
      throw invalid("StepScalingPolicyConfiguration is required for the policy type StepScaling");
    return { type: "StepScaling", step: before };
  }
  const { AdjustmentType = before?.AdjustmentType, StepAdjustments = before?.StepAdjustments, ...more } = given;
  if (AdjustmentType === undefined) throw invalid("AdjustmentType is required for a step scaling policy");
  const step: StepRecord = { ...more, AdjustmentType, StepAdjustments: StepAdjustments ?? [] };
  const problem = stepProblem(step);
  if (problem !== undefined) throw invalid(problem);
  if (step.StepAdjustments.length > LIMITS.stepsOfPolicy)
    throw invalid(`A step scaling policy has at most ${LIMITS.stepsOfPolicy} step adjustments`);
  return { type: "StepScaling", step };
}

function parseTracking(key: TargetKey, input: PolicyInput, before: TrackingRecord | undefined): Config {
  if (input.StepScalingPolicyConfiguration !== undefined)
    throw invalid("StepScalingPolicyConfiguration is not for the policy type TargetTrackingScaling");
  const { TargetTrackingScalingPolicyConfiguration: given } = input;
  if (given === undefined) {
    if (before === undefined)
      throw invalid("TargetTrackingScalingPolicyConfiguration is required for the policy type TargetTrackingScaling");
    return { type: "TargetTrackingScaling", tracking: before };
  }
  const { TargetValue, ScaleInCooldown, ScaleOutCooldown } = given;
  const tracking: TrackingRecord = given;
  if (!(TargetValue > 0) || TargetValue > 2 ** 360) throw invalid("TargetValue must be greater than 0");
  if ((ScaleInCooldown ?? 0) < 0 || (ScaleOutCooldown ?? 0) < 0) throw invalid("Cooldown cannot be negative");
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = given;
  if ((predefined === undefined) === (customized === undefined))
    throw invalid("Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is required");
  if (predefined !== undefined) checkPredefined(key, predefined, TargetValue);
  if (customized !== undefined) checkCustomized(customized);
  return { type: "TargetTrackingScaling", tracking };
}

function checkPredefined(
  key: TargetKey,
  { PredefinedMetricType, ResourceLabel }: NonNullable<TrackingRecord["PredefinedMetricSpecification"]>,
  target: number,
): void {
  if (PredefinedMetricType !== dimensionOf(key).metric)
    throw invalid(
      `Predefined metric type ${PredefinedMetricType} is not supported for scalable dimension ${key.dimension}`,
    );
  if (ResourceLabel !== undefined)
    throw invalid(`Resource label is not supported for predefined metric type ${PredefinedMetricType}`);
  // AWS: DynamoDB Developer Guide, "Managing throughput capacity automatically": "target utilization values between 20 and 90 percent".
  if (PredefinedMetricType.startsWith("DynamoDB") && (target < 20 || target > 90))
    throw invalid(`Target value must be between 20 and 90 for predefined metric type ${PredefinedMetricType}`);
}

function checkCustomized({ MetricName, Namespace, Statistic, Dimensions, Unit, Metrics }: CustomizedMetric): void {
  if (Metrics === undefined) {
    if (MetricName === undefined || Namespace === undefined || Statistic === undefined)
      throw invalid("A customized metric requires MetricName, Namespace and Statistic, or Metrics");
    return;
  }
  if ([MetricName, Namespace, Statistic, Dimensions, Unit].some((member) => member !== undefined))
    throw invalid("Metrics cannot be combined with MetricName, Namespace, Dimensions, Statistic or Unit");
  if (Metrics.length === 0) throw invalid("Metrics must not be empty");
  for (const { Id, Expression, MetricStat } of Metrics)
    if ((Expression === undefined) === (MetricStat === undefined))
      throw invalid(`Exactly one of Expression and MetricStat is required for the metric ${Id}`);
}

/** Whether two policies track the same. AWS: one policy for a metric. */
export function tracksTheSame(one: Config, other: Config): boolean {
  if (one.type !== "TargetTrackingScaling" || other.type !== "TargetTrackingScaling") return false;
  const metric = ({ tracking }: typeof one): string =>
    JSON.stringify([
      tracking.PredefinedMetricSpecification?.PredefinedMetricType,
      sorted(tracking.CustomizedMetricSpecification),
    ]);
  return metric(one) === metric(other);
}

/** The same whatever the order of its members. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([name, member]): [string, unknown] => [name, sorted(member)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
