// Repositories in the Resource Groups Tagging API.

import { tagList, type Tagging } from "../../service/tagging.ts";
import { repositoryArn } from "./names.ts";
import { listRepositories } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "ecr",
  *list(tx, scope) {
    for (const { name, tags } of listRepositories(tx, scope)) yield { arn: repositoryArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.ecr.tagResource({ resourceArn: arn, tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.ecr.untagResource({ resourceArn: arn, tagKeys: [...keys] }),
};
