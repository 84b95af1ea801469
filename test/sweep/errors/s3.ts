// How each documented error of S3 is provoked.

import { groundsFor } from "./grounds.ts";
import { INPUTS, noKeyArn } from "./s3-inputs.ts";
import { prepare, type S3Made } from "./s3-prepare.ts";
import { instead, sweepOf, unprovokable, type ErrorTable } from "./table.ts";

type Entries = ErrorTable<S3Made>["operations"][string];
type Entry = Entries[string];

const NOBODY: Entry = (_, ask) => ask({ Key: "nobody" });
const NO_UPLOAD: Entry = (_, ask) => ask({ UploadId: "nobody" });
const NO_VERSION: Entry = ({ locked }, ask) => ask({ Bucket: locked, VersionId: "x".repeat(32) });
const MARKER: Entry = ({ locked, markerId }, ask) => ask({ Bucket: locked, Key: "marked", VersionId: markerId });
const ONLY_ONE_WRITER = unprovokable("It takes two writers in one instant; a write here is one transaction.");
const DIRECTORY_BUCKETS = unprovokable("It is about appending to objects of directory buckets, which are not here.");
const CUSTOMER_KEY = "k".repeat(32);
const HEAD: Entry = instead(
  { code: "NotFound", status: 404, reason: "A HEAD has no body: the SDK makes the name of the status, 404." },
  (_, ask) => ask({ Bucket: "nobody-has-this" }),
);

/** Of operations that write objects; copies say that they replace what the source has. */
function writes(replace: object = {}): Entries {
  return {
    AccessControlListNotSupported: (_, ask) => ask({ ACL: "public-read" }),
    InvalidEncryptionAlgorithmError: (_, ask) => ask({ SSECustomerAlgorithm: "DES", SSECustomerKey: CUSTOMER_KEY }),
    InvalidRedirectLocation: (_, ask) => ask({ WebsiteRedirectLocation: "elsewhere" }),
    InvalidStorageClass: (_, ask) => ask({ StorageClass: "WARM" }),
    InvalidTag: (_, ask) => ask({ ...replace, Tagging: "key=1&key=2" }),
    KeyTooLongError: (_, ask) => ask({ Key: "k".repeat(1_025) }),
    MetadataTooLarge: (_, ask) => ask({ ...replace, Metadata: { key: "v".repeat(2_049) } }),
    "KMS.DisabledException": async ({ spoiled }, ask) => {
      const { SSEKMSKeyId } = await spoiled("disabled");
      return ask({ ServerSideEncryption: "aws:kms", SSEKMSKeyId });
    },
    "KMS.KMSInvalidStateException": async ({ spoiled }, ask) => {
      const { SSEKMSKeyId } = await spoiled("deleted");
      return ask({ ServerSideEncryption: "aws:kms", SSEKMSKeyId });
    },
    "KMS.NotFoundException": (made, ask) => ask({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: noKeyArn(made) }),
  };
}

/** The errors sweep of S3. */
export const s3 = sweepOf<S3Made>({
  service: "s3",
  prepare,
  inputs: INPUTS,
  everywhere: {
    AccessDenied: (_, ask) => ask({ ExpectedBucketOwner: "111122223333" }),
    InvalidBucketOwnerAWSAccountID: (_, ask) => ask({ ExpectedBucketOwner: "nobody" }),
    NoSuchBucket: (_, ask) => ask({ Bucket: "nobody-has-this" }),
    NoSuchBucketPolicy: (_, ask) => ask(),
    NoSuchKey: NOBODY,
    NoSuchObjectLockConfiguration: (_, ask) => ask(),
    NoSuchUpload: NO_UPLOAD,
    NoSuchVersion: NO_VERSION,
    MethodNotAllowed: MARKER,
    NotFound: HEAD,
  },
  operations: {
    CompleteMultipartUpload: {
      EntityTooSmall: async ({ aws, bucket, name }, ask) => {
        const Key = name();
        const { UploadId } = await aws.s3.createMultipartUpload({ Bucket: bucket, Key });
        const part = { Bucket: bucket, Key, UploadId, Body: "x" };
        const tags = [1, 2].map((PartNumber) => aws.s3.uploadPart({ ...part, PartNumber }));
        const Parts = (await Promise.all(tags)).map(({ ETag }, at) => ({ ETag, PartNumber: at + 1 }));
        return ask({ Key, UploadId, MultipartUpload: { Parts } });
      },
      InvalidPart: (_, ask) => ask(),
      InvalidPartOrder: async ({ aws, bucket, uploadId }, ask) => {
        const part = { Bucket: bucket, Key: "upload", UploadId: uploadId, Body: "x" };
        const tags = [1, 2].map((PartNumber) => aws.s3.uploadPart({ ...part, PartNumber }));
        const Parts = (await Promise.all(tags)).map(({ ETag }, at) => ({ ETag, PartNumber: at + 1 }));
        return ask({ MultipartUpload: { Parts: Parts.toReversed() } });
      },
      MalformedXML: (_, ask) => ask({ MultipartUpload: { Parts: [] } }),
      PreconditionFailed: async ({ aws, bucket }, ask) => {
        const { UploadId } = await aws.s3.createMultipartUpload({ Bucket: bucket, Key: "key" });
        const part = { Bucket: bucket, Key: "key", UploadId, PartNumber: 1 };
        const { ETag } = await aws.s3.uploadPart({ ...part, Body: "x" });
        return ask({ Key: "key", UploadId, IfNoneMatch: "*", MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
      },
    },
    CopyObject: {
      ...writes({ MetadataDirective: "REPLACE", TaggingDirective: "REPLACE" }),
      InvalidRequest: (_, ask) => ask({ Key: "key" }),
      NoSuchKey: ({ bucket }, ask) => ask({ CopySource: `${bucket}/nobody` }),
      ObjectNotInActiveTierError: instead(
        { code: "InvalidObjectState", status: 403, reason: "What users of archived sources get to see." },
        ({ bucket }, ask) => ask({ CopySource: `${bucket}/cold` }),
      ),
      PreconditionFailed: (_, ask) => ask({ CopySourceIfMatch: "other" }),
    },
    CreateBucket: {
      BucketAlreadyExists: async ({ yard, bucket }, ask) =>
        ask({ Bucket: bucket }, await (await groundsFor(yard, "s3")).user("s3:*")),
      BucketAlreadyOwnedByYou: ({ bucket }, ask) =>
        ask({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
      IllegalLocationConstraintException: ({ abroad }, ask) =>
        ask({ CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }, abroad()),
      InvalidBucketAclWithObjectOwnership: (_, ask) => ask({ ACL: "public-read" }),
      InvalidBucketName: (_, ask) => ask({ Bucket: "Not.A.Name" }),
      InvalidLocationConstraint: (_, ask) => ask({ CreateBucketConfiguration: { LocationConstraint: "nowhere" } }),
      TooManyBuckets: async ({ withAllBuckets }, ask) => ask({}, await withAllBuckets()),
    },
    CreateMultipartUpload: writes(),
    DeleteBucket: { BucketNotEmpty: (_, ask) => ask() },
    DeleteObjects: { MalformedXML: (_, ask) => ask({ Delete: { Objects: [] } }) },
    GetBucketCors: { NoSuchCORSConfiguration: (_, ask) => ask() },
    GetBucketEncryption: {
      ServerSideEncryptionConfigurationNotFoundError: unprovokable("Every bucket has one since January 2023."),
    },
    GetBucketLifecycleConfiguration: { NoSuchLifecycleConfiguration: (_, ask) => ask() },
    GetBucketOwnershipControls: {
      OwnershipControlsNotFoundError: ({ bare }, ask) => ask({ Bucket: bare }),
    },
    GetBucketReplication: { ReplicationConfigurationNotFoundError: (_, ask) => ask() },
    GetBucketTagging: { NoSuchTagSet: (_, ask) => ask() },
    GetBucketWebsite: { NoSuchWebsiteConfiguration: (_, ask) => ask() },
    GetObject: {
      InvalidObjectState: (_, ask) => ask({ Key: "cold" }),
      InvalidRange: (_, ask) => ask({ Range: "bytes=10-" }),
      InvalidRequest: (_, ask) => ask({ SSECustomerAlgorithm: "AES256", SSECustomerKey: CUSTOMER_KEY }),
      PreconditionFailed: (_, ask) => ask({ IfMatch: "other" }),
      "KMS.DisabledException": async ({ spoiled }, ask) => ask({ Key: (await spoiled("disabled")).Key }),
      "KMS.KMSInvalidStateException": async ({ spoiled }, ask) => ask({ Key: (await spoiled("deleted")).Key }),
    },
    GetObjectLockConfiguration: { ObjectLockConfigurationNotFoundError: (_, ask) => ask() },
    GetPublicAccessBlock: { NoSuchPublicAccessBlockConfiguration: ({ bare }, ask) => ask({ Bucket: bare }) },
    ListObjectsV2: { InvalidArgument: (_, ask) => ask({ ContinuationToken: "nothing" }) },
    PutBucketAcl: {
      AccessControlListNotSupported: (_, ask) => ask({ ACL: "public-read" }),
      MalformedACLError: (_, ask) => ask({ ACL: undefined, AccessControlPolicy: { Grants: [] } }),
    },
    PutBucketCors: {
      InvalidRequest: (_, ask) =>
        ask({ CORSConfiguration: { CORSRules: [{ AllowedMethods: ["FETCH"], AllowedOrigins: ["*"] }] } }),
      MalformedXML: (_, ask) => ask({ CORSConfiguration: { CORSRules: [] } }),
    },
    PutBucketEncryption: { MalformedXML: (_, ask) => ask({ ServerSideEncryptionConfiguration: { Rules: [] } }) },
    PutBucketLifecycleConfiguration: {
      InvalidArgument: (_, ask) => {
        const rule = { Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 0 } };
        return ask({ LifecycleConfiguration: { Rules: [rule] } });
      },
      MalformedXML: (_, ask) => ask({ LifecycleConfiguration: { Rules: [] } }),
    },
    PutBucketLogging: {
      CrossLocationLoggingProhibited: instead(
        { code: "CrossLocationLoggingProhibitted", status: 403, reason: "The service spells it so." },
        ({ elsewhere }, ask) =>
          ask({ BucketLoggingStatus: { LoggingEnabled: { TargetBucket: elsewhere, TargetPrefix: "" } } }),
      ),
      InvalidTargetBucketForLogging: (_, ask) =>
        ask({ BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "nobody-has-this", TargetPrefix: "" } } }),
    },
    PutBucketNotificationConfiguration: {
      InvalidArgument: ({ account: { region, account } }, ask) => {
        const queue = { QueueArn: `arn:aws:sqs:${region}:${account}:nobody`, Events: ["s3:ObjectCreated:*"] };
        return ask({ NotificationConfiguration: { QueueConfigurations: [queue] } });
      },
    },
    PutBucketPolicy: { MalformedPolicy: (_, ask) => ask({ Policy: "{}" }) },
    PutBucketReplication: {
      InvalidRequest: (_, ask) => ask(),
      MalformedXML: ({ roleArn }, ask) => ask({ ReplicationConfiguration: { Role: roleArn, Rules: [] } }),
    },
    PutBucketTagging: { InvalidTag: (_, ask) => ask({ Tagging: { TagSet: [{ Key: "aws:key", Value: "value" }] } }) },
    PutBucketVersioning: {
      IllegalVersioningConfigurationException: (_, ask) => ask({ VersioningConfiguration: {} }),
      InvalidBucketState: ({ locked }, ask) => ask({ Bucket: locked }),
    },
    PutBucketWebsite: {
      InvalidArgument: (_, ask) => ask({ WebsiteConfiguration: { IndexDocument: { Suffix: "a/index.html" } } }),
    },
    PutObject: {
      ...writes(),
      BadDigest: (_, ask) => ask({ ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" }),
      ConditionalRequestConflict: ONLY_ONE_WRITER,
      EncryptionTypeMismatch: DIRECTORY_BUCKETS,
      EntityTooLarge: unprovokable("It takes a body of 5 GiB; the forms' test has it with a limit of their own."),
      InvalidDigest: (_, ask) => ask({ ContentMD5: "nothing" }),
      InvalidRequest: (_, ask) => ask({ ObjectLockLegalHoldStatus: "ON" }),
      InvalidWriteOffset: DIRECTORY_BUCKETS,
      MissingContentLength: unprovokable("The SDK always tells the length."),
      PreconditionFailed: (_, ask) => ask({ Key: "key", IfNoneMatch: "*" }),
      TooManyParts: DIRECTORY_BUCKETS,
    },
    PutObjectAcl: {
      AccessControlListNotSupported: (_, ask) => ask({ ACL: "public-read" }),
      MalformedACLError: (_, ask) => ask({ ACL: undefined, AccessControlPolicy: { Grants: [] } }),
    },
    PutObjectLegalHold: { InvalidRequest: ({ bucket }, ask) => ask({ Bucket: bucket }) },
    PutObjectLockConfiguration: { InvalidBucketState: (_, ask) => ask() },
    PutObjectRetention: { InvalidRequest: ({ bucket }, ask) => ask({ Bucket: bucket }) },
    PutObjectTagging: { InvalidTag: (_, ask) => ask({ Tagging: { TagSet: [{ Key: "aws:key", Value: "value" }] } }) },
    RestoreObject: {
      GlacierExpeditedRetrievalNotAvailable: unprovokable("There is always capacity for one machine's restorations."),
      InvalidObjectState: (_, ask) => ask({ Key: "key" }),
      ObjectAlreadyInActiveTierError: instead(
        { code: "InvalidObjectState", status: 403, reason: "What users get to see who restore what is not archived." },
        (_, ask) => ask({ Key: "key" }),
      ),
      RestoreAlreadyInProgress: async ({ aws, bucket }, ask) => {
        await aws.s3.restoreObject({ Bucket: bucket, Key: "cold", RestoreRequest: { Days: 1 } });
        return ask();
      },
    },
    UpdateObjectEncryption: { InvalidRequest: (_, ask) => ask({ ObjectEncryption: {} }) },
    UploadPart: {
      BadDigest: (_, ask) => ask({ ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" }),
      InvalidArgument: (_, ask) => ask({ PartNumber: 10_001 }),
      InvalidDigest: (_, ask) => ask({ ContentMD5: "nothing" }),
    },
    UploadPartCopy: {
      InvalidArgument: (_, ask) => ask({ PartNumber: 10_001 }),
      // AWS: a range of a source below 5 MB is documented as one, too, but the service takes it.
      InvalidRequest: (_, ask) =>
        ask({ CopySourceSSECustomerAlgorithm: "AES256", CopySourceSSECustomerKey: CUSTOMER_KEY }),
      NoSuchKey: ({ bucket }, ask) => ask({ CopySource: `${bucket}/nobody` }),
    },
  },
});
