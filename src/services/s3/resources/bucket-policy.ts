// AWS::S3::BucketPolicy.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyBucket } from "./bucket.ts";
import { ifThere } from "./parts/if-there.ts";

/** A bucket's policy. Ref is the bucket's name: a bucket has one policy. */
export const bucketPolicyType: ResourceType = {
  typeName: "AWS::S3::BucketPolicy",
  properties: ["Bucket", "PolicyDocument"],

  create: (properties, context) => put(properties, context),

  async read(physicalId, context) {
    const found = await ifThere("NoSuchBucket", () =>
      ifThere("NoSuchBucketPolicy", () => context.aws.s3.getBucketPolicy({ Bucket: physicalId })),
    );
    if (found?.Policy === undefined) return undefined;
    return { Bucket: physicalId, PolicyDocument: JSON.parse(found.Policy) };
  },

  async list(context) {
    const found: { Bucket: string }[] = [];
    for (const Bucket of await everyBucket(context)) {
      const policy = await ifThere("NoSuchBucketPolicy", () => context.aws.s3.getBucketPolicy({ Bucket }));
      if (policy !== undefined) found.push({ Bucket });
    }
    return found;
  },

  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async delete(physicalId, _properties, context) {
    await ifThere("NoSuchBucket", () => context.aws.s3.deleteBucketPolicy({ Bucket: physicalId }));
  },
};

async function put(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const bucketName = String(properties["Bucket"]);
  const document = properties["PolicyDocument"];
  await context.aws.s3.putBucketPolicy({
    Bucket: bucketName,
    Policy: typeof document === "string" ? document : JSON.stringify(document),
  });
  return { physicalId: bucketName, attributes: {} };
}
