// What the resource types share: properties as templates write them, and answers for what is not there.

import type { ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties } from "../../../service/resource-type.ts";

/** What names a target, by its wire names. */
export interface WireKey {
  readonly ServiceNamespace: ServiceNamespace;
  readonly ResourceId: string;
  readonly ScalableDimension: ScalableDimension;
}

const NUMBERS = new Set([
  "Cooldown",
  "MaxCapacity",
  "MetricIntervalLowerBound",
  "MetricIntervalUpperBound",
  "MinAdjustmentMagnitude",
  "MinCapacity",
  "ScaleInCooldown",
  "ScaleOutCooldown",
  "ScalingAdjustment",
  "TargetValue",
]);
const BOOLEANS = new Set([
  "DisableScaleIn",
  "DynamicScalingInSuspended",
  "DynamicScalingOutSuspended",
  "ReturnData",
  "ScheduledScalingSuspended",
]);

/** Templates write numbers and truth values as texts, too. */
export function typed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (NUMBERS.has(name)) return [name, Number(member)];
      if (BOOLEANS.has(name)) return [name, member === true || member === "true"];
      return [name, typed(member)];
    }),
  );
}

/** AWS: Ref of a scalable target: "service/cluster/service|ecs:service:DesiredCount|ecs". */
export function targetId({ ResourceId, ScalableDimension, ServiceNamespace }: WireKey): string {
  return `${ResourceId}|${ScalableDimension}|${ServiceNamespace}`;
}

/** The target of such an id. */
export function keyOfId(id: string): WireKey {
  const [ResourceId = "", ScalableDimension = "", ServiceNamespace = ""] = id.split("|");
  return wireKey({ ResourceId, ScalableDimension, ServiceNamespace });
}

/** The target that a template names by its three parts. */
export function wireKey(properties: Properties): WireKey {
  return {
    ServiceNamespace: String(properties["ServiceNamespace"]) as ServiceNamespace,
    ResourceId: String(properties["ResourceId"]),
    ScalableDimension: String(properties["ScalableDimension"]) as ScalableDimension,
  };
}

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ObjectNotFoundException") return undefined;
    throw error;
  }
}
