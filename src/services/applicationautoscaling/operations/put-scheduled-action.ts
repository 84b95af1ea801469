// PutScheduledAction: makes or changes a scheduled action.

import type {
  PutScheduledActionCommandInput,
  PutScheduledActionCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { dimensionOf, parseKey } from "../dimensions.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { ActionRecord, TargetKey } from "../records.ts";
import { listActions, loadAction } from "../repo.ts";
import { arm, disarm } from "../schedules/firing.ts";
import { requireSchedule } from "../schedules/timing.ts";
import { requireTarget } from "../targets.ts";

type ActionInput = Input<PutScheduledActionCommandInput>;

export const putScheduledAction = defineOperation<ActionInput, PutScheduledActionCommandOutput>(
  "PutScheduledAction",
  (input, context) => {
    const key = parseKey(input);
    context.store.write((tx) => {
      requireTarget(tx, context, key);
      const before = loadAction(tx, context, key, input.ScheduledActionName);
      if (before === undefined && [...listActions(tx, context, key)].length >= LIMITS.actionsOfTarget)
        throw limitExceeded(`A scalable target can have up to ${LIMITS.actionsOfTarget} scheduled actions.`);
      const action = newAction(context, key, input, before);
      if (before !== undefined) disarm(context, tx, context, before);
      arm(context, tx, context, action);
    });
    return {};
  },
);

function newAction(
  { random, clock }: Context,
  key: TargetKey,
  { ScheduledActionName: name, Schedule, Timezone, StartTime, EndTime, ScalableTargetAction }: ActionInput,
  before: ActionRecord | undefined,
): ActionRecord {
  const schedule = Schedule ?? before?.schedule;
  const timeZone = Timezone ?? before?.timeZone;
  if (schedule === undefined) throw invalid("Schedule is required when creating a scheduled action");
  requireSchedule(schedule, timeZone);
  const bounds = boundsOf(key, ScalableTargetAction ?? { MinCapacity: before?.min, MaxCapacity: before?.max });
  // AWS: "If you don't specify start and end times, the old values are deleted."
  const [startMs, endMs] = [StartTime?.getTime(), EndTime?.getTime()];
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs)
    throw invalid("EndTime must be after StartTime");
  return {
    v: 1,
    ...key,
    id: before?.id ?? random.uuid(),
    name,
    schedule,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
    ...bounds,
    createdAtMs: before?.createdAtMs ?? clock.nowMs(),
    version: random.uuid(),
  };
}

function boundsOf(
  key: TargetKey,
  {
    MinCapacity: min,
    MaxCapacity: max,
  }: { readonly MinCapacity?: number | undefined; readonly MaxCapacity?: number | undefined },
): Pick<ActionRecord, "max" | "min"> {
  if (min === undefined && max === undefined)
    throw invalid("ScalableTargetAction requires MinCapacity, MaxCapacity or both");
  const { least } = dimensionOf(key);
  if (min !== undefined && min < least) throw invalid(`Minimum capacity cannot be less than ${least}`);
  if (max !== undefined && max < Math.max(min ?? least, least))
    throw invalid("Maximum capacity cannot be less than minimum capacity");
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
