// The errors of S3's operations that its models leave out. AWS: "Error responses" (S3 API reference) has the codes and statuses; which
// operations answer them: the operations' pages (their special errors) and the user guide's chapters on what they configure.

type Statuses = Readonly<Record<string, number>>;

/** Of every operation on a bucket that is asked for by name. */
const OF_BUCKETS: Statuses = { NoSuchBucket: 404, InvalidBucketOwnerAWSAccountID: 400, AccessDenied: 403 };

const KMS: Statuses = { "KMS.DisabledException": 400, "KMS.KMSInvalidStateException": 400 };
const WRITES: Statuses = {
  KeyTooLongError: 400,
  MetadataTooLarge: 400,
  InvalidStorageClass: 400,
  InvalidTag: 400,
  InvalidEncryptionAlgorithmError: 400,
  InvalidRedirectLocation: 400,
  AccessControlListNotSupported: 400,
  "KMS.NotFoundException": 400,
  ...KMS,
};

/** Codes and statuses by operation; those that are not named answer `OF_BUCKETS` only. */
const SPECIAL: Readonly<Record<string, Statuses>> = {
  CompleteMultipartUpload: {
    EntityTooSmall: 400,
    InvalidPart: 400,
    InvalidPartOrder: 400,
    MalformedXML: 400,
    NoSuchUpload: 404,
    PreconditionFailed: 412,
  },
  CopyObject: { NoSuchKey: 404, InvalidRequest: 400, PreconditionFailed: 412, ...WRITES },
  CreateBucket: {
    IllegalLocationConstraintException: 400,
    InvalidBucketAclWithObjectOwnership: 400,
    InvalidBucketName: 400,
    InvalidLocationConstraint: 400,
    TooManyBuckets: 400,
  },
  CreateMultipartUpload: WRITES,
  DeleteBucket: { BucketNotEmpty: 409 },
  DeleteObjects: { MalformedXML: 400 },
  GetBucketCors: { NoSuchCORSConfiguration: 404 },
  GetBucketEncryption: { ServerSideEncryptionConfigurationNotFoundError: 404 },
  GetBucketLifecycleConfiguration: { NoSuchLifecycleConfiguration: 404 },
  GetBucketOwnershipControls: { OwnershipControlsNotFoundError: 404 },
  GetBucketPolicy: { NoSuchBucketPolicy: 404 },
  GetBucketPolicyStatus: { NoSuchBucketPolicy: 404 },
  GetBucketReplication: { ReplicationConfigurationNotFoundError: 404 },
  GetBucketTagging: { NoSuchTagSet: 404 },
  GetBucketWebsite: { NoSuchWebsiteConfiguration: 404 },
  GetObject: {
    InvalidRange: 416,
    InvalidRequest: 400,
    MethodNotAllowed: 405,
    NoSuchVersion: 404,
    PreconditionFailed: 412,
    ...KMS,
  },
  GetObjectAcl: { MethodNotAllowed: 405, NoSuchVersion: 404 },
  GetObjectLegalHold: { NoSuchKey: 404, NoSuchObjectLockConfiguration: 404 },
  GetObjectLockConfiguration: { ObjectLockConfigurationNotFoundError: 404 },
  GetObjectRetention: { NoSuchKey: 404, NoSuchObjectLockConfiguration: 404 },
  GetObjectTagging: { MethodNotAllowed: 405, NoSuchKey: 404, NoSuchVersion: 404 },
  GetPublicAccessBlock: { NoSuchPublicAccessBlockConfiguration: 404 },
  ListObjectsV2: { InvalidArgument: 400 },
  ListParts: { NoSuchUpload: 404 },
  PutBucketAcl: { AccessControlListNotSupported: 400, MalformedACLError: 400 },
  PutBucketCors: { InvalidRequest: 400, MalformedXML: 400 },
  PutBucketEncryption: { MalformedXML: 400 },
  PutBucketLifecycleConfiguration: { InvalidArgument: 400, MalformedXML: 400 },
  PutBucketLogging: { CrossLocationLoggingProhibited: 403, InvalidTargetBucketForLogging: 400 },
  PutBucketNotificationConfiguration: { InvalidArgument: 400 },
  PutBucketPolicy: { MalformedPolicy: 400 },
  PutBucketReplication: { InvalidRequest: 400, MalformedXML: 400 },
  PutBucketTagging: { InvalidTag: 400 },
  PutBucketVersioning: { IllegalVersioningConfigurationException: 400, InvalidBucketState: 409 },
  PutBucketWebsite: { InvalidArgument: 400 },
  PutObject: {
    BadDigest: 400,
    ConditionalRequestConflict: 409,
    EntityTooLarge: 400,
    InvalidDigest: 400,
    MissingContentLength: 411,
    PreconditionFailed: 412,
    ...WRITES,
  },
  PutObjectAcl: { AccessControlListNotSupported: 400, MalformedACLError: 400 },
  PutObjectLegalHold: { InvalidRequest: 400, NoSuchKey: 404 },
  PutObjectLockConfiguration: { InvalidBucketState: 409 },
  PutObjectRetention: { InvalidRequest: 400, NoSuchKey: 404 },
  PutObjectTagging: { InvalidTag: 400, NoSuchKey: 404, NoSuchVersion: 404 },
  RestoreObject: {
    GlacierExpeditedRetrievalNotAvailable: 503,
    InvalidObjectState: 403,
    NoSuchKey: 404,
    RestoreAlreadyInProgress: 409,
  },
  UploadPart: { BadDigest: 400, InvalidArgument: 400, InvalidDigest: 400, NoSuchUpload: 404 },
  UploadPartCopy: { InvalidArgument: 400, InvalidRequest: 400, NoSuchKey: 404, NoSuchUpload: 404 },
};

/** Operations that name no bucket, make it, or answer without a body that could say a code. */
const NO_BUCKET = ["CreateBucket", "HeadBucket", "HeadObject", "ListBuckets"];

/** What AWS documents for an operation of S3 beside its model. */
export function documentedByS3(operation: string): Statuses {
  return { ...(NO_BUCKET.includes(operation) ? {} : OF_BUCKETS), ...SPECIAL[operation] };
}
