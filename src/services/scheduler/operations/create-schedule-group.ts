// CreateScheduleGroup: makes a group for schedules.

import type { CreateScheduleGroupCommandInput, CreateScheduleGroupCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupExists, quotaExceeded } from "../errors.ts";
import { allGroups, findGroup, parseTags } from "../groups.ts";
import { LIMITS } from "../limits.ts";
import { groupArn } from "../names.ts";
import { saveGroup } from "../repo.ts";

export const createScheduleGroup = defineOperation<
  Input<CreateScheduleGroupCommandInput>,
  CreateScheduleGroupCommandOutput
>("CreateScheduleGroup", (input, context) => {
  const { Name: name, ClientToken: clientToken, Tags = [] } = input;
  const tags = parseTags(Tags);
  const nowMs = context.clock.nowMs();
  context.store.write((tx) => {
    const existing = findGroup(tx, context, name);
    // A repetition of the request that made it.
    if (existing !== undefined && clientToken !== undefined && existing.clientToken === clientToken) return;
    if (existing !== undefined) throw groupExists(name);
    if (allGroups(tx, context).length >= LIMITS.groups)
      throw quotaExceeded(`An account has ${LIMITS.groups} schedule groups at most.`);
    saveGroup(tx, context, {
      v: 1,
      name,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      isDeleting: false,
      tags,
      ...(clientToken === undefined ? {} : { clientToken }),
    });
  });
  return { ScheduleGroupArn: groupArn(context, name) };
});
