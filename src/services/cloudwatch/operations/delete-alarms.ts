// DeleteAlarms: deletes alarms, all that there are or, where one cannot be, none.

import type { DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { alarmRun } from "../alarms/run.ts";
import { deleteAlarm, requireUnneeded } from "../alarms/save.ts";
import { invalid } from "../errors.ts";
import { loadAlarm } from "../repo.ts";

export const deleteAlarms = defineOperation<Input<DeleteAlarmsCommandInput>, DeleteAlarmsCommandOutput>(
  "DeleteAlarms",
  ({ AlarmNames }, context) => {
    context.store.write((tx) => {
      const run = alarmRun(context, tx, context);
      const names = new Set(AlarmNames);
      // AWS: DeleteAlarms: "If you specify any incorrect alarm names, the alarms you specify with correct names are still deleted."
      const alarms = [...names].flatMap((name) => loadAlarm(tx, context, name) ?? []);
      const composites = alarms.filter(({ kind }) => kind === "composite");
      // AWS: DeleteAlarms: "no more than one composite alarm".
      if (composites.length > 1) throw invalid("Only one composite alarm can be deleted at a time.");
      for (const { name } of alarms) requireUnneeded(run, name, new Set(composites.map((each) => each.name)));
      for (const alarm of alarms) deleteAlarm(run, alarm);
    });
    return {};
  },
);
