// Tables in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { listTables } from "./repo.ts";
import { tableArn } from "./tables/names.ts";

export const tagging: Tagging = {
  arnService: "dynamodb",
  *list(tx, scope) {
    for (const { tableName, tags } of listTables(tx, scope, undefined, Number.MAX_SAFE_INTEGER))
      yield { arn: tableArn(scope, tableName), tags };
  },
  tag: (aws, arn, tags) => aws.dynamoDB.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.dynamoDB.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
