// Topics in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { listTopics } from "./repo.ts";
import { topicArn } from "./topic.ts";

export const tagging: Tagging = {
  arnService: "sns",
  resourceType: "topic",
  *list(tx, scope) {
    for (const { name, tags } of listTopics(tx, scope)) yield { arn: topicArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.sns.tagResource({ ResourceArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.sns.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
