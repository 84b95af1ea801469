// DisableAlarmActions: changes of state set no actions off.

import type { DisableAlarmActionsCommandInput, DisableAlarmActionsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alarmRun } from "../alarms/run.ts";
import { setActing } from "../alarms/save.ts";

export const disableAlarmActions = defineOperation<
  Input<DisableAlarmActionsCommandInput>,
  DisableAlarmActionsCommandOutput
>("DisableAlarmActions", ({ AlarmNames }, context) => {
  context.store.write((tx) => setActing(alarmRun(context, tx, context), AlarmNames, false));
  return {};
});
