// Secrets in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { listSecrets } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "secretsmanager",
  *list(tx, scope) {
    for (const { arn, tags } of listSecrets(tx, scope)) yield { arn, tags };
  },
  tag: (aws, arn, tags) => aws.secretsManager.tagResource({ SecretId: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.secretsManager.untagResource({ SecretId: arn, TagKeys: [...keys] }),
};
