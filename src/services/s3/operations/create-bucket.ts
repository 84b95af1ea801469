// CreateBucket. AWS: "Creating a bucket" and CreateBucket (API reference).

import type { CreateBucketCommandInput, CreateBucketCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { bucketArn, isBucketName } from "../bucket-name.ts";
import {
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  illegalLocation,
  invalidBucketName,
  invalidBucketAcl,
  invalidLocation,
  notImplemented,
} from "../errors.ts";
import { parseTags } from "../object-headers.ts";
import { defineS3Operation } from "../operation.ts";
import { loadBucket, saveBucket } from "../repo.ts";

/** The region whose endpoint takes every location, and whose buckets have none. */
const FIRST_REGION = "us-east-1";

type CreateBucketInput = Input<CreateBucketCommandInput>;

export const createBucket = defineS3Operation<CreateBucketInput, CreateBucketCommandOutput>(
  "CreateBucket",
  ["ACL", "CreateBucketConfiguration", "ObjectOwnership"],
  (input, context) => {
    const { Bucket: bucketName, ACL, ObjectOwnership, CreateBucketConfiguration: configuration = {} } = input;
    if (!isBucketName(bucketName)) throw invalidBucketName(bucketName);
    const region = regionFor(configuration.LocationConstraint, context.region);
    if (configuration.Location !== undefined || configuration.Bucket !== undefined)
      throw notImplemented("x-amz-create-bucket-configuration", "Directory buckets are not implemented.");
    if (ObjectOwnership !== undefined && ObjectOwnership !== "BucketOwnerEnforced")
      throw notImplemented("x-amz-object-ownership", "Buckets with access control lists are not implemented.");
    if (ACL !== undefined && ACL !== "private") throw invalidBucketAcl();
    const tags = configuration.Tags === undefined ? undefined : parseTags(configuration.Tags, "bucket");

    context.store.write((tx) => {
      const existing = loadBucket(tx, bucketName);
      if (existing !== undefined && existing.account !== context.account) throw bucketAlreadyExists(bucketName);
      if (existing !== undefined) {
        // AWS: in us-east-1, and nowhere else, creating one's own bucket again succeeds.
        if (context.region !== FIRST_REGION || existing.region !== region) throw bucketAlreadyOwnedByYou(bucketName);
        return;
      }
      saveBucket(tx, {
        v: 1,
        bucketName,
        account: context.account,
        region,
        createdAtMs: context.clock.nowMs(),
        ...(tags === undefined ? {} : { tags }),
        // AWS: new buckets block public access, since April 2023.
        publicAccessBlock: {
          blockPublicAcls: true,
          ignorePublicAcls: true,
          blockPublicPolicy: true,
          restrictPublicBuckets: true,
        },
        lastOrder: 0,
      });
    });
    const location = region === FIRST_REGION ? `/${bucketName}` : `${context.origin}/${bucketName}/`;
    return { Location: location, BucketArn: bucketArn(bucketName) };
  },
);

function regionFor(location: string | undefined, endpointRegion: string): string {
  if (location === undefined || location === "") {
    if (endpointRegion !== FIRST_REGION) throw illegalLocation("unspecified");
    return FIRST_REGION;
  }
  // AWS: the old name of eu-west-1; us-east-1 is no location.
  const region = location === "EU" ? "eu-west-1" : location;
  if (region === FIRST_REGION || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw endpointRegion === FIRST_REGION ? invalidLocation(location) : illegalLocation(location);
  }
  if (endpointRegion !== FIRST_REGION && region !== endpointRegion) throw illegalLocation(location);
  return region;
}
