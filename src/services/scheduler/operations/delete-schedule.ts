// DeleteSchedule: removes a schedule; it does not fire any more.

import type { DeleteScheduleCommandInput, DeleteScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { scheduleNotFound } from "../errors.ts";
import { forgetSchedule } from "../groups.ts";
import { DEFAULT_GROUP } from "../limits.ts";
import { loadSchedule } from "../repo.ts";

export const deleteSchedule = defineOperation<Input<DeleteScheduleCommandInput>, DeleteScheduleCommandOutput>(
  "DeleteSchedule",
  (input, context) => {
    const { Name: name, GroupName: groupName = DEFAULT_GROUP } = input;
    context.store.write((tx) => {
      const schedule = loadSchedule(tx, context, groupName, name);
      if (schedule === undefined) throw scheduleNotFound(name);
      forgetSchedule(context, tx, context, schedule);
    });
    return {};
  },
);
