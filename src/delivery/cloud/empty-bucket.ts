// Takes everything out of a bucket, all versions of it: only an empty one can be deleted.

import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "./target.ts";
import type { Target } from "./target.ts";

/** Deletes all objects, versions and delete markers; a bucket that is gone is success. */
export async function emptyBucket(target: Target, bucket: string): Promise<void> {
  const client = new S3Client({ ...clientConfig(target), forcePathStyle: target.endpoint !== undefined });
  try {
    for (;;) {
      // The first page each time: what it had is gone by the next.
      const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      if (found.length === 0) return;
      // AWS: "DeleteObjects": up to 1,000 keys, which is what a page has at most.
      const objects = found.map(({ Key = "", VersionId }) => ({ Key, VersionId }));
      const { Errors: [first] = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
      );
      if (first !== undefined) throw new Error(`Object "${first.Key}" of bucket "${bucket}": ${first.Message}`);
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === "NoSuchBucket")) throw error;
  } finally {
    client.destroy();
  }
}
