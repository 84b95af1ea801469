// Networks in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { arnOf } from "./kinds.ts";
import { taggedResources } from "./tagged.ts";
import { STEP_TAG } from "./tags.ts";

export const tagging: Tagging = {
  arnService: "ec2",
  *list(tx, scope) {
    for (const { id, kind, tags } of taggedResources(tx, scope)) {
      const { [STEP_TAG]: _step, ...shown } = tags;
      yield { arn: arnOf(scope, kind, id), tags: shown };
    }
  },
  tag: (aws, arn, tags) => aws.ec2.createTags({ Resources: [idOf(arn)], Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.ec2.deleteTags({ Resources: [idOf(arn)], Tags: keys.map((Key) => ({ Key })) }),
};

/** EC2's ARNs end in the id. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
