// Amazon EventBridge Scheduler: schedules that call a target with a role of their own, in groups. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { fireJob, invokeJob } from "./firing.ts";
import { emptyGroupJob } from "./groups.ts";
import { createScheduleGroup } from "./operations/create-schedule-group.ts";
import { createSchedule } from "./operations/create-schedule.ts";
import { deleteScheduleGroup } from "./operations/delete-schedule-group.ts";
import { deleteSchedule } from "./operations/delete-schedule.ts";
import { getScheduleGroup } from "./operations/get-schedule-group.ts";
import { getSchedule } from "./operations/get-schedule.ts";
import { listScheduleGroups } from "./operations/list-schedule-groups.ts";
import { listSchedules } from "./operations/list-schedules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateSchedule } from "./operations/update-schedule.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { scheduleGroupType } from "./resources/schedule-group.ts";
import { scheduleType } from "./resources/schedule.ts";

export const scheduler = defineService({
  id: "scheduler",
  operations: [
    createSchedule,
    createScheduleGroup,
    deleteSchedule,
    deleteScheduleGroup,
    getSchedule,
    getScheduleGroup,
    listScheduleGroups,
    listSchedules,
    listTagsForResource,
    tagResource,
    untagResource,
    updateSchedule,
  ],
  permissions,
  constraints,
  jobs: [emptyGroupJob, fireJob, invokeJob],
  resourceTypes: [scheduleType, scheduleGroupType],
  tagging,
});
