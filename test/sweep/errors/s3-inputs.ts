// For each operation of S3 that is served, an input that it takes.

import type { S3Made } from "./s3-prepare.ts";
import type { Grounds } from "./table.ts";

type Inputs = Readonly<Record<string, (made: S3Made & Grounds) => object>>;

const onBucket = ({ bucket }: S3Made): object => ({ Bucket: bucket });
const onObject = ({ bucket }: S3Made): object => ({ Bucket: bucket, Key: "key" });
const onLocked = ({ locked }: S3Made): object => ({ Bucket: locked, Key: "key" });
const onUpload = ({ bucket, uploadId }: S3Made): object => ({ Bucket: bucket, Key: "upload", UploadId: uploadId });

const ON_BUCKETS: Inputs = Object.fromEntries(
  [
    ...["DeleteBucket", "DeleteBucketCors", "DeleteBucketEncryption", "DeleteBucketLifecycle"],
    ...["DeleteBucketOwnershipControls", "DeleteBucketPolicy", "DeleteBucketReplication", "DeleteBucketTagging"],
    ...["DeleteBucketWebsite", "DeletePublicAccessBlock", "GetBucketAccelerateConfiguration", "GetBucketAcl"],
    ...["GetBucketCors", "GetBucketEncryption", "GetBucketLifecycleConfiguration", "GetBucketLocation"],
    ...["GetBucketLogging", "GetBucketNotificationConfiguration", "GetBucketOwnershipControls", "GetBucketPolicy"],
    ...["GetBucketPolicyStatus", "GetBucketReplication", "GetBucketRequestPayment", "GetBucketTagging"],
    ...["GetBucketVersioning", "GetBucketWebsite", "GetObjectLockConfiguration", "GetPublicAccessBlock", "HeadBucket"],
    ...["ListMultipartUploads", "ListObjectVersions", "ListObjects", "ListObjectsV2"],
  ].map((operation) => [operation, onBucket]),
);

const CONFIGURATIONS: Inputs = {
  PutBucketAccelerateConfiguration: (made) => ({
    ...onBucket(made),
    AccelerateConfiguration: { Status: "Suspended" },
  }),
  PutBucketAcl: (made) => ({ ...onBucket(made), ACL: "private" }),
  PutBucketCors: (made) => ({
    ...onBucket(made),
    CORSConfiguration: { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
  }),
  PutBucketEncryption: (made) => ({
    ...onBucket(made),
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
  }),
  PutBucketLifecycleConfiguration: (made) => ({
    ...onBucket(made),
    LifecycleConfiguration: { Rules: [{ Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }] },
  }),
  PutBucketLogging: (made) => ({
    ...onBucket(made),
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: made.bucket, TargetPrefix: "" } },
  }),
  PutBucketNotificationConfiguration: (made) => ({ ...onBucket(made), NotificationConfiguration: {} }),
  PutBucketOwnershipControls: (made) => ({
    ...onBucket(made),
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
  }),
  PutBucketPolicy: (made) => {
    const Resource = `arn:aws:s3:::${made.bucket}/*`;
    const statement = { Effect: "Deny", Principal: "*", Action: "s3:PutObjectTagging", Resource };
    return { ...onBucket(made), Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) };
  },
  PutBucketReplication: (made) => ({
    ...onBucket(made),
    ReplicationConfiguration: {
      Role: made.roleArn,
      Rules: [{ Status: "Enabled", Prefix: "", Destination: { Bucket: `arn:aws:s3:::${made.locked}` } }],
    },
  }),
  PutBucketRequestPayment: (made) => ({ ...onBucket(made), RequestPaymentConfiguration: { Payer: "BucketOwner" } }),
  PutBucketTagging: (made) => ({ ...onBucket(made), Tagging: { TagSet: [{ Key: "key", Value: "value" }] } }),
  PutBucketVersioning: (made) => ({ ...onBucket(made), VersioningConfiguration: { Status: "Suspended" } }),
  PutBucketWebsite: (made) => ({
    ...onBucket(made),
    WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
  }),
  PutObjectLockConfiguration: (made) => ({
    ...onBucket(made),
    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
  }),
  PutPublicAccessBlock: (made) => ({
    ...onBucket(made),
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
  }),
};

/** By operation. */
export const INPUTS: Inputs = {
  ...ON_BUCKETS,
  ...CONFIGURATIONS,
  AbortMultipartUpload: onUpload,
  CompleteMultipartUpload: (made) => ({
    ...onUpload(made),
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"none"' }] },
  }),
  CopyObject: (made) => ({ Bucket: made.bucket, Key: "copy", CopySource: `${made.bucket}/key` }),
  CreateBucket: ({ name, account }) => ({ Bucket: `${name()}-${account.account}` }),
  CreateMultipartUpload: onObject,
  DeleteObject: onObject,
  DeleteObjectTagging: onObject,
  DeleteObjects: (made) => ({ ...onBucket(made), Delete: { Objects: [{ Key: "nobody" }] } }),
  GetObject: onObject,
  GetObjectAcl: onObject,
  GetObjectAttributes: (made) => ({ ...onObject(made), ObjectAttributes: ["ETag"] }),
  GetObjectLegalHold: onLocked,
  GetObjectRetention: onLocked,
  GetObjectTagging: onObject,
  HeadObject: onObject,
  ListBuckets: () => ({}),
  ListParts: onUpload,
  PutObject: (made) => ({ ...onBucket(made), Key: "new", Body: "x" }),
  PutObjectAcl: (made) => ({ ...onObject(made), ACL: "private" }),
  PutObjectLegalHold: (made) => ({ ...onLocked(made), LegalHold: { Status: "OFF" } }),
  PutObjectRetention: (made) => ({
    ...onLocked(made),
    Retention: { Mode: "GOVERNANCE", RetainUntilDate: new Date("2030-01-01") },
  }),
  PutObjectTagging: (made) => ({ ...onObject(made), Tagging: { TagSet: [{ Key: "key", Value: "value" }] } }),
  RestoreObject: (made) => ({ ...onBucket(made), Key: "cold", RestoreRequest: { Days: 1 } }),
  UpdateObjectEncryption: (made) => ({
    ...onObject(made),
    ObjectEncryption: { SSEKMS: { KMSKeyArn: noKeyArn(made) } },
  }),
  UploadPart: (made) => ({ ...onUpload(made), PartNumber: 1, Body: "x" }),
  UploadPartCopy: (made) => ({ ...onUpload(made), PartNumber: 1, CopySource: `${made.bucket}/key` }),
};

/** A key of KMS that is not there. */
export function noKeyArn({ account: { region, account } }: Pick<Grounds, "account">): string {
  return `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
}
