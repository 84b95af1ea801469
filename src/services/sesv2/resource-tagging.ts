// Email identities in the Resource Groups Tagging API.

import { formatArn } from "../../kernel/arns.ts";
import { type Tagging, tagList } from "../../service/tagging.ts";
import { listIdentities } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "ses",
  *list(tx, scope) {
    for (const { name, tags } of listIdentities(tx, scope))
      yield { arn: formatArn("ses", scope.region, scope.account, `identity/${name}`), tags };
  },
  tag: (aws, arn, tags) => aws.sesV2.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.sesV2.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
