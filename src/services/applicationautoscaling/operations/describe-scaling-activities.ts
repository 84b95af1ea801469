// DescribeScalingActivities: what was done in the last six weeks, the newest first.

import type {
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
  ScalingActivity,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFilter, wireKey } from "../dimensions.ts";
import { LIMITS } from "../limits.ts";
import { takePage } from "../pages.ts";
import type { ActivityRecord } from "../records.ts";
import { listActivities } from "../repo.ts";

export const describeScalingActivities = defineOperation<
  Input<DescribeScalingActivitiesCommandInput>,
  DescribeScalingActivitiesCommandOutput
>("DescribeScalingActivities", (input, context) => {
  const { ServiceNamespace: namespace, ResourceId: resourceId, ScalableDimension: dimension } = input;
  const { IncludeNotScaledActivities: withNotScaled = false } = input;
  requireFilter(namespace, resourceId === undefined ? [] : [resourceId], dimension);
  const sinceMs = context.clock.nowMs() - LIMITS.activitiesMs;
  const wanted = context.store
    .read((tx) => [...listActivities(tx, context, namespace)])
    .filter(
      (activity) =>
        activity.startedAtMs >= sinceMs &&
        (resourceId === undefined || activity.resourceId === resourceId) &&
        (dimension === undefined || activity.dimension === dimension) &&
        (withNotScaled || activity.notScaled === undefined),
    )
    .sort((one, other) => other.startedAtMs - one.startedAtMs);
  const { items, next } = takePage(wanted, input, LIMITS.pageSize, ({ id }) => id);
  return { ScalingActivities: items.map(describe), ...next };
});

function describe(activity: ActivityRecord): ScalingActivity {
  return {
    ActivityId: activity.id,
    ...wireKey(activity),
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAtMs),
    EndTime: activity.endedAtMs === undefined ? undefined : new Date(activity.endedAtMs),
    StatusCode: activity.status,
    StatusMessage: activity.message,
    NotScaledReasons: activity.notScaled === undefined ? undefined : [...activity.notScaled],
  };
}
