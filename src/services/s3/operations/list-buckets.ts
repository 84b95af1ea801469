// ListBuckets: the caller's account's buckets in name order. AWS: ListBuckets (API reference).

import type { ListBucketsCommandInput, ListBucketsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { bucketArn } from "../bucket-name.ts";
import { invalidArgument } from "../errors.ts";
import { canonicalUserId, defineS3Operation } from "../operation.ts";
import type { BucketRecord } from "../records.ts";
import { listBuckets as listBucketRows } from "../repo.ts";

/** LIMIT: AWS lists 10,000 buckets a page. */
const MAX_BUCKETS = 10_000;

export const listBuckets = defineS3Operation<Input<ListBucketsCommandInput>, ListBucketsCommandOutput>(
  "ListBuckets",
  ["MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"],
  (input, context) => {
    const { MaxBuckets: limit = MAX_BUCKETS, ContinuationToken, Prefix: prefix = "", BucketRegion } = input;
    if (limit < 1 || limit > MAX_BUCKETS)
      throw invalidArgument("max-buckets must be between 1 and 10000", "max-buckets", limit);
    const after = ContinuationToken === undefined ? undefined : Buffer.from(ContinuationToken, "base64").toString();
    const page: BucketRecord[] = [];
    const isTruncated = context.store.read((tx) => {
      for (const bucket of listBucketRows(tx, context.account, after)) {
        if (!bucket.bucketName.startsWith(prefix) || (BucketRegion ?? bucket.region) !== bucket.region) continue;
        if (page.length === limit) return true;
        page.push(bucket);
      }
      return false;
    });
    return {
      Buckets: page.map(({ bucketName, createdAtMs, region }) => ({
        Name: bucketName,
        CreationDate: new Date(createdAtMs),
        // AWS: the region is shown to those who page or filter.
        ...(input.MaxBuckets === undefined && BucketRegion === undefined ? {} : { BucketRegion: region }),
        BucketArn: bucketArn(bucketName),
      })),
      Owner: { ID: canonicalUserId(context.account) },
      ...(input.Prefix === undefined ? {} : { Prefix: prefix }),
      ...(isTruncated ? { ContinuationToken: Buffer.from(page.at(-1)?.bucketName ?? "").toString("base64") } : {}),
    };
  },
);
