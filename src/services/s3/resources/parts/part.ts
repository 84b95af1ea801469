// One property of AWS::S3::Bucket: how it is brought about, taken back and read.

import type { ResourceContext } from "../../../../service/resource-type.ts";

/** A bucket, and the way to S3. */
export interface BucketTarget {
  readonly Bucket: string;
  readonly s3: ResourceContext["aws"]["s3"];
}

export interface BucketPart {
  /** Its name in the template. */
  readonly property: string;
  /** Makes the bucket have the template's value; `previous` is what the template said before. */
  put(value: unknown, target: BucketTarget, previous: unknown): Promise<unknown>;
  /** Brings a new bucket's state back, where the template says nothing any more. */
  reset(target: BucketTarget): Promise<unknown>;
  /** The live value in the template's form; undefined where there is none. */
  read(target: BucketTarget): Promise<unknown>;
}
