// Keys in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { keyArn } from "./keys.ts";
import { listKeys } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "kms",
  *list(tx, scope) {
    // AWS: AWS managed keys have no tags.
    for (const { keyId, manager, tags } of listKeys(tx, scope))
      if (manager === "CUSTOMER") yield { arn: keyArn(scope, keyId), tags };
  },
  tag: (aws, arn, tags) =>
    aws.kms.tagResource({
      KeyId: arn,
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  untag: (aws, arn, keys) => aws.kms.untagResource({ KeyId: arn, TagKeys: [...keys] }),
};
