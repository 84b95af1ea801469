// CreateSchedule: makes a schedule, which fires from then on.

import type { CreateScheduleCommandInput, CreateScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { scheduleExists } from "../errors.ts";
import { arm } from "../firing.ts";
import { requireGroup } from "../groups.ts";
import { scheduleArn } from "../names.ts";
import { loadSchedule } from "../repo.ts";
import { parseSchedule } from "../schedule.ts";

export const createSchedule = defineOperation<Input<CreateScheduleCommandInput>, CreateScheduleCommandOutput>(
  "CreateSchedule",
  async (input, context) => {
    const schedule = await parseSchedule(input, context);
    const { groupName, name, clientToken } = schedule;
    context.store.write((tx) => {
      requireGroup(tx, context, groupName);
      const existing = loadSchedule(tx, context, groupName, name);
      // A repetition of the request that made it.
      if (existing !== undefined && clientToken !== undefined && existing.clientToken === clientToken) return;
      if (existing !== undefined) throw scheduleExists(name);
      arm(context, tx, context, schedule);
    });
    return { ScheduleArn: scheduleArn(context, groupName, name) };
  },
);
