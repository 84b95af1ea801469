// GetSchedule: a schedule, with its input opened for who may use its key.

import type { GetScheduleCommandInput, GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { scheduleNotFound } from "../errors.ts";
import { DEFAULT_GROUP } from "../limits.ts";
import { scheduleArn } from "../names.ts";
import { loadSchedule } from "../repo.ts";
import { describeSchedule } from "../schedule.ts";
import { openInput } from "../sealed-input.ts";

export const getSchedule = defineOperation<Input<GetScheduleCommandInput>, GetScheduleCommandOutput>(
  "GetSchedule",
  async (input, context) => {
    const { Name: name, GroupName: groupName = DEFAULT_GROUP } = input;
    const schedule = context.store.read((tx) => loadSchedule(tx, context, groupName, name));
    if (schedule === undefined) throw scheduleNotFound(name);
    const { sealedInput } = schedule;
    const opened =
      sealedInput === undefined
        ? undefined
        : await openInput(context.aws, scheduleArn(context, groupName, name), sealedInput);
    return describeSchedule(context, schedule, opened);
  },
);
