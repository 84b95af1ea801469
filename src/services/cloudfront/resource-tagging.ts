// CloudFront in the Resource Groups Tagging API: distributions, in us-east-1, as AWS has its global services there.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { arnOf } from "./ids.ts";
import { listDistributions } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "cloudfront",
  *list(tx, { account, region }) {
    if (region !== "us-east-1") return;
    for (const { id, tags } of listDistributions(tx, account)) yield { arn: arnOf(account, "distribution", id), tags };
  },
  tag: (aws, arn, tags) => aws.cloudFront.tagResource({ Resource: arn, Tags: { Items: tagList(tags) } }),
  untag: (aws, arn, keys) => aws.cloudFront.untagResource({ Resource: arn, TagKeys: { Items: [...keys] } }),
};
