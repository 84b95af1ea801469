// DeleteScheduleGroup: removes a group with all its schedules.

import type { DeleteScheduleGroupCommandInput, DeleteScheduleGroupCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupNotFound, invalid } from "../errors.ts";
import { emptyGroupJob, findGroup } from "../groups.ts";
import { DEFAULT_GROUP } from "../limits.ts";
import { saveGroup } from "../repo.ts";

export const deleteScheduleGroup = defineOperation<
  Input<DeleteScheduleGroupCommandInput>,
  DeleteScheduleGroupCommandOutput
>("DeleteScheduleGroup", (input, context) => {
  const groupName = input.Name;
  const { account, region } = context;
  context.store.write((tx) => {
    const group = findGroup(tx, context, groupName);
    if (group === undefined) throw groupNotFound(groupName);
    // AWS: "Managing schedule groups": the default group cannot be deleted. The wording is ours.
    if (groupName === DEFAULT_GROUP) throw invalid("The default schedule group cannot be deleted.");
    if (group.isDeleting) return;
    saveGroup(tx, context, { ...group, isDeleting: true, modifiedAtMs: context.clock.nowMs() });
    context.jobs.enqueue(tx, { account, region, kind: emptyGroupJob.kind, payload: { groupName } });
  });
  return {};
});
