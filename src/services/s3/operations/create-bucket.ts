// CreateBucket. AWS: "Creating a bucket" and CreateBucket (API reference).

import type { CreateBucketCommandInput, CreateBucketCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { ACL_MEMBERS, isOwnersOnly, isPublicAcl, parseAcl, privateAcl } from "../acl.ts";
import { bucketArn, isBucketName } from "../bucket-name.ts";
import {
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  illegalLocation,
  invalidArgument,
  invalidBucketName,
  invalidBucketAcl,
  invalidLocation,
  notImplemented,
  publicBucketAcl,
  tooManyBuckets,
} from "../errors.ts";
import { parseTags } from "../object-headers.ts";
import { areAclsDisabled, isObjectOwnership } from "../ownership.ts";
import { defineS3Operation } from "../operation.ts";
import { listBuckets, loadBucket, saveBucket } from "../repo.ts";

/** The region whose endpoint takes every location, and whose buckets have none. */
const FIRST_REGION = "us-east-1";

/** LIMIT: AWS: "General purpose bucket quotas": buckets of an account. */
export const MOST_BUCKETS = 10_000;

type CreateBucketInput = Input<CreateBucketCommandInput>;

export const createBucket = defineS3Operation<CreateBucketInput, CreateBucketCommandOutput>(
  "CreateBucket",
  ["CreateBucketConfiguration", "ObjectOwnership", "ObjectLockEnabledForBucket", ...ACL_MEMBERS],
  (input, context) => {
    const { Bucket: bucketName, ObjectOwnership: ownership, CreateBucketConfiguration: configuration = {} } = input;
    if (!isBucketName(bucketName)) throw invalidBucketName(bucketName);
    const region = regionFor(configuration.LocationConstraint, context.region);
    if (configuration.Location !== undefined || configuration.Bucket !== undefined)
      throw notImplemented("x-amz-create-bucket-configuration", "Directory buckets are not implemented.");
    if (ownership !== undefined && !isObjectOwnership(ownership))
      throw invalidArgument("Invalid x-amz-object-ownership header", "x-amz-object-ownership", ownership);
    const acl = parseAcl(input, "bucket", { owner: context.account, bucketOwner: context.account });
    if (acl !== undefined && !isOwnersOnly(acl, context.account)) {
      if (ownership === undefined || ownership === "BucketOwnerEnforced") throw invalidBucketAcl();
      // AWS: a new bucket blocks public access.
      if (isPublicAcl(acl)) throw publicBucketAcl();
    }
    const tags = configuration.Tags === undefined ? undefined : parseTags(configuration.Tags, "bucket");

    context.store.write((tx) => {
      const existing = loadBucket(tx, bucketName);
      if (existing !== undefined && existing.account !== context.account) throw bucketAlreadyExists(bucketName);
      if (existing !== undefined) {
        // AWS: in us-east-1, and nowhere else, creating one's own bucket again succeeds.
        if (context.region !== FIRST_REGION || existing.region !== region) throw bucketAlreadyOwnedByYou(bucketName);
        // AWS: and its list is what this request says.
        if (!areAclsDisabled(existing)) saveBucket(tx, { ...existing, acl: acl ?? privateAcl(existing.account) });
        return;
      }
      if ([...listBuckets(tx, context.account)].length >= MOST_BUCKETS) throw tooManyBuckets();
      saveBucket(tx, {
        v: 1,
        bucketName,
        account: context.account,
        region,
        createdAtMs: context.clock.nowMs(),
        // AWS: "Enabling Object Lock using the Amazon S3 REST API": it brings versioning with it.
        ...(input.ObjectLockEnabledForBucket === true ? { versioning: "Enabled", objectLock: {} } : {}),
        ...(tags === undefined ? {} : { tags }),
        ...(ownership === undefined ? {} : { ownership }),
        ...(acl === undefined ? {} : { acl }),
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
