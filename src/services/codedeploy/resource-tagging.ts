// Applications and groups in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { applicationArn, groupArn } from "./names.ts";
import { listApplicationRecords, listGroups } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "codedeploy",
  *list(tx, scope) {
    for (const { name, tags } of listApplicationRecords(tx, scope)) yield { arn: applicationArn(scope, name), tags };
    for (const { applicationName, name, tags } of listGroups(tx, scope))
      yield { arn: groupArn(scope, applicationName, name), tags };
  },
  tag: (aws, arn, tags) => aws.codeDeploy.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.codeDeploy.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
