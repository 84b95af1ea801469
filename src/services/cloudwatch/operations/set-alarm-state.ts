// SetAlarmState: puts an alarm into a state until it is evaluated again.

import type { SetAlarmStateCommandInput, SetAlarmStateCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alarmRun } from "../alarms/run.ts";
import { changeState } from "../alarms/transition.ts";
import { alarmNotFound, stateReasonDataInvalid } from "../errors.ts";
import { loadAlarm, saveAlarm } from "../repo.ts";

export const setAlarmState = defineOperation<Input<SetAlarmStateCommandInput>, SetAlarmStateCommandOutput>(
  "SetAlarmState",
  ({ AlarmName, StateValue: value, StateReason: reason, StateReasonData: reasonData }, context) => {
    if (reasonData !== undefined) requireJson(reasonData);
    context.store.write((tx) => {
      const alarm = loadAlarm(tx, context, AlarmName);
      if (alarm === undefined) throw alarmNotFound(AlarmName);
      const run = alarmRun(context, tx, context);
      if (alarm.state.value !== value) changeState(run, alarm, { value, reason, reasonData });
      else saveAlarm(tx, context, { ...alarm, state: { ...alarm.state, reason, reasonData, updatedAtMs: run.nowMs } });
    });
    return {};
  },
);

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw stateReasonDataInvalid();
  }
}
