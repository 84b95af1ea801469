// UpdateSchedule: gives a schedule other settings: all of them, what is left out included.

import type { UpdateScheduleCommandInput, UpdateScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { scheduleNotFound } from "../errors.ts";
import { arm } from "../firing.ts";
import { forgetSchedule, requireGroup } from "../groups.ts";
import { scheduleArn } from "../names.ts";
import { loadSchedule } from "../repo.ts";
import { parseSchedule } from "../schedule.ts";

export const updateSchedule = defineOperation<Input<UpdateScheduleCommandInput>, UpdateScheduleCommandOutput>(
  "UpdateSchedule",
  async (input, context) => {
    const schedule = await parseSchedule(input, context);
    const { groupName, name } = schedule;
    context.store.write((tx) => {
      requireGroup(tx, context, groupName);
      const existing = loadSchedule(tx, context, groupName, name);
      if (existing === undefined) throw scheduleNotFound(name);
      forgetSchedule(context, tx, context, existing);
      arm(context, tx, context, { ...schedule, createdAtMs: existing.createdAtMs });
    });
    return { ScheduleArn: scheduleArn(context, groupName, name) };
  },
);
