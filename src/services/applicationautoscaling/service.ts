// Application Auto Scaling: capacities that follow a metric, an alarm or the clock. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { deleteScalingPolicy } from "./operations/delete-scaling-policy.ts";
import { deleteScheduledAction } from "./operations/delete-scheduled-action.ts";
import { deregisterScalableTarget } from "./operations/deregister-scalable-target.ts";
import { describeScalableTargets } from "./operations/describe-scalable-targets.ts";
import { describeScalingActivities } from "./operations/describe-scaling-activities.ts";
import { describeScalingPolicies } from "./operations/describe-scaling-policies.ts";
import { describeScheduledActions } from "./operations/describe-scheduled-actions.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putScalingPolicy } from "./operations/put-scaling-policy.ts";
import { putScheduledAction } from "./operations/put-scheduled-action.ts";
import { registerScalableTarget } from "./operations/register-scalable-target.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { scalableTargetType } from "./resources/scalable-target.ts";
import { scalingPolicyType } from "./resources/scaling-policy.ts";
import { alarmAction, boundJob, respondJob } from "./scaling.ts";
import { fireJob } from "./schedules/firing.ts";

export const applicationAutoScaling = defineService({
  id: "application-auto-scaling",
  operations: [
    deleteScalingPolicy,
    deleteScheduledAction,
    deregisterScalableTarget,
    describeScalableTargets,
    describeScalingActivities,
    describeScalingPolicies,
    describeScheduledActions,
    listTagsForResource,
    putScalingPolicy,
    putScheduledAction,
    registerScalableTarget,
    tagResource,
    untagResource,
  ],
  permissions,
  constraints,
  alarmAction,
  jobs: [boundJob, fireJob, respondJob],
  resourceTypes: [scalableTargetType, scalingPolicyType],
  tagging,
});
