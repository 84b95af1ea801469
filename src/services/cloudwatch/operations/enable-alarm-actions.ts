// EnableAlarmActions: changes of state set actions off again.

import type { EnableAlarmActionsCommandInput, EnableAlarmActionsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alarmRun } from "../alarms/run.ts";
import { setActing } from "../alarms/save.ts";

export const enableAlarmActions = defineOperation<
  Input<EnableAlarmActionsCommandInput>,
  EnableAlarmActionsCommandOutput
>("EnableAlarmActions", ({ AlarmNames }, context) => {
  context.store.write((tx) => setActing(alarmRun(context, tx, context), AlarmNames, true));
  return {};
});
