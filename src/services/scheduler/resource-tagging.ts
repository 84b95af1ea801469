// Schedule groups in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { allGroups } from "./groups.ts";
import { groupArn } from "./names.ts";

export const tagging: Tagging = {
  arnService: "scheduler",
  *list(tx, scope) {
    for (const { name, tags } of allGroups(tx, scope)) yield { arn: groupArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.scheduler.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.scheduler.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
