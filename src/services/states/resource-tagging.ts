// State machines and activities in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { activityArn, machineArn } from "./arns.ts";
import { listActivities, listMachines } from "./repo.ts";
import { showTags } from "./tags.ts";

export const tagging: Tagging = {
  arnService: "states",
  *list(tx, scope) {
    for (const { name, tags } of listMachines(tx, scope)) yield { arn: machineArn(scope, name), tags };
    for (const { name, tags } of listActivities(tx, scope)) yield { arn: activityArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.sfn.tagResource({ resourceArn: arn, tags: showTags(tags) }),
  untag: (aws, arn, keys) => aws.sfn.untagResource({ resourceArn: arn, tagKeys: [...keys] }),
};
