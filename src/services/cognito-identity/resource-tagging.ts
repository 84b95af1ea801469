// Identity pools in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { poolArn } from "./pools.ts";
import { listPools } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "cognito-identity",
  *list(tx, scope) {
    for (const { poolId, tags } of listPools(tx, scope)) yield { arn: poolArn(scope, poolId), tags };
  },
  tag: (aws, arn, tags) => aws.cognitoIdentity.tagResource({ ResourceArn: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.cognitoIdentity.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};
