// Buses and rules in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { busArn, ruleArn } from "./names.ts";
import { list, listAllRules } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "events",
  *list(tx, scope) {
    for (const { name, tags } of list(tx, scope, "event-bus")) yield { arn: busArn(scope, name), tags };
    for (const { busName, name, tags } of listAllRules(tx, scope)) yield { arn: ruleArn(scope, busName, name), tags };
  },
  tag: (aws, arn, tags) => aws.eventBridge.tagResource({ ResourceARN: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.eventBridge.untagResource({ ResourceARN: arn, TagKeys: [...keys] }),
};
