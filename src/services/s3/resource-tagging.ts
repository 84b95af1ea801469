// Buckets in the Resource Groups Tagging API.

import type { AwsApis } from "../../service/apis.ts";
import { type Tagging, type Tags, tagList } from "../../service/tagging.ts";
import { bucketArn, bucketOfArn } from "./bucket-name.ts";
import { listBuckets } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "s3",
  resourceType: "bucket",
  *list(tx, { account, region }) {
    for (const bucket of listBuckets(tx, account))
      if (bucket.region === region) yield { arn: bucketArn(bucket.bucketName), tags: bucket.tags ?? {} };
  },
  tag: (aws, arn, added) => change(aws, arn, (tags) => ({ ...tags, ...added })),
  untag: (aws, arn, keys) =>
    change(aws, arn, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))),
};

/** S3 knows only whole sets of tags. */
async function change(aws: AwsApis, arn: string, changed: (tags: Tags) => Tags): Promise<unknown> {
  const Bucket = bucketOfArn(arn) ?? "";
  const { TagSet } = await aws.s3.getBucketTagging({ Bucket }).catch((error: unknown) => {
    if (error instanceof Error && error.name === "NoSuchTagSet") return { TagSet: [] };
    throw error;
  });
  const tags = changed(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value])));
  if (Object.keys(tags).length === 0) return aws.s3.deleteBucketTagging({ Bucket });
  return aws.s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(tags) } });
}
