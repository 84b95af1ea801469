// ListSchedules: schedules of a group or of all, by name and state, in pages.

import type { ListSchedulesCommandInput, ListSchedulesCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupNotFound } from "../errors.ts";
import { findGroup } from "../groups.ts";
import { scheduleArn } from "../names.ts";
import { parsePageToken, takePage } from "../pages.ts";
import type { ScheduleRecord } from "../records.ts";
import { listSchedules as listStored } from "../repo.ts";

export const listSchedules = defineOperation<Input<ListSchedulesCommandInput>, ListSchedulesCommandOutput>(
  "ListSchedules",
  (input, context) => {
    const { GroupName: groupName, NamePrefix: prefix = "", State: state } = input;
    const [afterGroup, afterName] = parsePageToken(input.NextToken) ?? [];
    const after =
      afterGroup === undefined || afterName === undefined ? {} : { after: { groupName: afterGroup, name: afterName } };
    const page = context.store.read((tx) => {
      if (groupName !== undefined && findGroup(tx, context, groupName) === undefined) throw groupNotFound(groupName);
      const all = listStored(tx, context, { ...(groupName === undefined ? {} : { groupName }), ...after });
      return takePage(
        matching(all, ({ name, isEnabled }) => {
          const isWanted = state === undefined || isEnabled === (state === "ENABLED");
          return name.startsWith(prefix) && isWanted;
        }),
        (schedule) => [schedule.groupName, schedule.name],
        input.MaxResults,
      );
    });
    return {
      Schedules: page.items.map((schedule) => ({
        Arn: scheduleArn(context, schedule.groupName, schedule.name),
        Name: schedule.name,
        GroupName: schedule.groupName,
        State: schedule.isEnabled ? ("ENABLED" as const) : ("DISABLED" as const),
        CreationDate: new Date(schedule.createdAtMs),
        LastModificationDate: new Date(schedule.modifiedAtMs),
        Target: { Arn: schedule.target.Arn },
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  },
);

function* matching(
  schedules: Iterable<ScheduleRecord>,
  isWanted: (schedule: ScheduleRecord) => boolean,
): Generator<ScheduleRecord> {
  for (const schedule of schedules) if (isWanted(schedule)) yield schedule;
}
