// Who may have access: PublicAccessBlockConfiguration, OwnershipControls, AccessControl.

import { field, isTrue, list, text } from "../template-values.ts";
import { ifThere } from "./if-there.ts";
import type { BucketPart } from "./part.ts";

const SETTINGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;

export const publicAccessBlock: BucketPart = {
  property: "PublicAccessBlockConfiguration",
  // AWS: a configuration that leaves a setting out turns it off; no configuration at all is a new bucket's: all on.
  put: (value, { s3, Bucket }) =>
    s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: Object.fromEntries(SETTINGS.map((name) => [name, isTrue(field(value, name))])),
    }),
  reset: ({ s3, Bucket }) =>
    s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: Object.fromEntries(SETTINGS.map((name) => [name, true])),
    }),
  async read({ s3, Bucket }) {
    const found = await ifThere("NoSuchPublicAccessBlockConfiguration", () => s3.getPublicAccessBlock({ Bucket }));
    return found?.PublicAccessBlockConfiguration;
  },
};

type Ownership = "BucketOwnerEnforced";

/** The setting of a template's OwnershipControls. */
export function ownershipIn(value: unknown): Ownership | undefined {
  const [rule] = list(field(value, "Rules"));
  return rule === undefined ? undefined : (text(rule, "ObjectOwnership") as Ownership);
}

export const ownershipControls: BucketPart = {
  property: "OwnershipControls",
  put: (value, { s3, Bucket }) =>
    s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: {
        Rules: list(field(value, "Rules")).map((rule) => ({
          ObjectOwnership: text(rule, "ObjectOwnership") as Ownership,
        })),
      },
    }),
  reset: ({ s3, Bucket }) =>
    s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  async read({ s3, Bucket }) {
    const found = await ifThere("OwnershipControlsNotFoundError", () => s3.getBucketOwnershipControls({ Bucket }));
    return found?.OwnershipControls;
  },
};

type CannedAcl = "private";

/** A canned list's name as the API has it: "PublicRead" in the template is "public-read". */
export function cannedAcl(value: unknown): CannedAcl {
  return String(value)
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase() as CannedAcl;
}

export const accessControl: BucketPart = {
  property: "AccessControl",
  async put(value, { s3, Bucket }) {
    const ACL = cannedAcl(value);
    // Where lists are disabled, every bucket is private, and S3 takes no list that says so. AWS: "Canned ACL": bucket-owner-full-control, which is
    // about objects, is ignored for buckets.
    if (ACL === "private" || ACL === "bucket-owner-full-control")
      await ifThere("AccessControlListNotSupported", () => s3.putBucketAcl({ Bucket, ACL }));
    else await s3.putBucketAcl({ Bucket, ACL });
  },
  reset: ({ s3, Bucket }) =>
    ifThere("AccessControlListNotSupported", () => s3.putBucketAcl({ Bucket, ACL: "private" })),
  // AWS: write-only in the registry schema.
  read: () => Promise.resolve(undefined),
};
