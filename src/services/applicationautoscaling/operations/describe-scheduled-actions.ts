// DescribeScheduledActions: the scheduled actions of a namespace, of a resource, or those that are named.

import type {
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  ScheduledAction,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFilter, wireKey } from "../dimensions.ts";
import { LIMITS } from "../limits.ts";
import { actionArn } from "../names.ts";
import { takePage } from "../pages.ts";
import type { ActionRecord } from "../records.ts";
import { listActions } from "../repo.ts";

export const describeScheduledActions = defineOperation<
  Input<DescribeScheduledActionsCommandInput>,
  DescribeScheduledActionsCommandOutput
>("DescribeScheduledActions", (input, context) => {
  const { ServiceNamespace: namespace, ResourceId: resourceId, ScalableDimension: dimension } = input;
  const { ScheduledActionNames: names = [] } = input;
  requireFilter(namespace, resourceId === undefined ? [] : [resourceId], dimension);
  const wanted = context.store
    .read((tx) => [...listActions(tx, context, namespace)])
    .filter(
      (action) =>
        (resourceId === undefined || action.resourceId === resourceId) &&
        (dimension === undefined || action.dimension === dimension) &&
        (names.length === 0 || names.includes(action.name) || names.includes(actionArn(context, action))),
    );
  const { items, next } = takePage(wanted, input, LIMITS.pageSize, ({ id }) => id);
  return { ScheduledActions: items.map((action) => describe(context, action)), ...next };
});

function describe(scope: Scope, action: ActionRecord): ScheduledAction {
  return {
    ScheduledActionName: action.name,
    ScheduledActionARN: actionArn(scope, action),
    ...wireKey(action),
    Schedule: action.schedule,
    Timezone: action.timeZone,
    StartTime: action.startMs === undefined ? undefined : new Date(action.startMs),
    EndTime: action.endMs === undefined ? undefined : new Date(action.endMs),
    ScalableTargetAction: { MinCapacity: action.min, MaxCapacity: action.max },
    CreationTime: new Date(action.createdAtMs),
  };
}
