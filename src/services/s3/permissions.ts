// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon S3" (service authorization
// reference) and "Required permissions for Amazon S3 API operations" (user guide).

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { ACL_MEMBERS, type AclInput } from "./acl.ts";
import { bucketArn } from "./bucket-name.ts";
import { parseCopySource } from "./copy-source.ts";
import { bucketAlreadyExists, noSuchBucket } from "./errors.ts";
import { isLocked, type LockMembers } from "./object-lock.ts";
import { currentObject } from "./object-reading.ts";
import { isRoleArn } from "./replication/rules.ts";
import { replicaRequests, replicaSource } from "./replication/replica.ts";
import type { Tags } from "./records.ts";
import { loadBucket, loadVersion } from "./repo.ts";

interface BucketInput {
  readonly Bucket: string;
}
interface ObjectInput extends BucketInput {
  readonly Key: string;
  readonly VersionId?: string;
}
interface WriteInput extends ObjectInput, LockMembers, AclInput {
  readonly Tagging?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly SSECustomerAlgorithm?: string;
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
  readonly UploadId?: string;
}
interface LockInput extends ObjectInput {
  readonly BypassGovernanceRetention?: boolean;
  readonly Retention?: { readonly Mode?: string; readonly RetainUntilDate?: Date };
  readonly LegalHold?: { readonly Status?: string };
}
interface CopyInput extends WriteInput {
  readonly CopySource: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
}
interface ReplicationInput extends BucketInput {
  readonly ReplicationConfiguration: { readonly Role?: string };
}
interface ListInput extends BucketInput {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}
interface CreateBucketInput extends BucketInput, AclInput {
  readonly ObjectOwnership?: string;
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string; readonly Tags?: readonly unknown[] };
}

/** Rules by operation. */
export const PERMISSIONS: Permissions = {
  ListBuckets: () => [{ action: "s3:ListAllMyBuckets", resource: "*" }],
  CreateBucket: (input: CreateBucketInput, call) => {
    const { Bucket, CreateBucketConfiguration, ObjectOwnership, ObjectLockEnabledForBucket } = input;
    // A name that another account has is not that account's resource to the caller: it is taken.
    const owner = call.yard.store.read((tx) => loadBucket(tx, Bucket))?.account;
    if (owner !== undefined && owner !== call.account) throw bucketAlreadyExists(Bucket);
    const resource = bucketArn(Bucket);
    const conditions = {
      ...aclConditions(input),
      "s3:LocationConstraint": CreateBucketConfiguration?.LocationConstraint,
      "s3:x-amz-object-ownership": ObjectOwnership,
    };
    const requests: AccessRequest[] = [{ action: "s3:CreateBucket", resource, conditions }];
    if ((CreateBucketConfiguration?.Tags ?? []).length > 0) requests.push({ action: "s3:TagResource", resource });
    // AWS: "CreateBucket" (API reference): what else is set with it needs its own permission.
    if (ACL_MEMBERS.some((member) => input[member] !== undefined && input[member] !== "private"))
      requests.push({ action: "s3:PutBucketAcl", resource, conditions });
    if (ObjectLockEnabledForBucket === true) {
      requests.push({ action: "s3:PutBucketObjectLockConfiguration", resource, conditions });
      requests.push({ action: "s3:PutBucketVersioning", resource, conditions });
    }
    if (ObjectOwnership !== undefined) requests.push({ action: "s3:PutBucketOwnershipControls", resource, conditions });
    return requests;
  },
  DeleteBucket: onBucket("s3:DeleteBucket"),
  HeadBucket: onBucket("s3:ListBucket"),
  GetBucketLocation: onBucket("s3:GetBucketLocation"),
  ListObjects: onBucket("s3:ListBucket", listConditions),
  ListObjectsV2: onBucket("s3:ListBucket", listConditions),
  ListObjectVersions: onBucket("s3:ListBucketVersions", listConditions),
  ListMultipartUploads: onBucket("s3:ListBucketMultipartUploads"),
  PutBucketPolicy: onBucket("s3:PutBucketPolicy"),
  GetBucketPolicy: onBucket("s3:GetBucketPolicy"),
  DeleteBucketPolicy: onBucket("s3:DeleteBucketPolicy"),
  GetBucketPolicyStatus: onBucket("s3:GetBucketPolicyStatus"),
  PutBucketTagging: onBucket("s3:PutBucketTagging"),
  GetBucketTagging: onBucket("s3:GetBucketTagging"),
  DeleteBucketTagging: onBucket("s3:PutBucketTagging"),
  PutBucketVersioning: onBucket("s3:PutBucketVersioning"),
  GetBucketVersioning: onBucket("s3:GetBucketVersioning"),
  PutPublicAccessBlock: onBucket("s3:PutBucketPublicAccessBlock"),
  GetPublicAccessBlock: onBucket("s3:GetBucketPublicAccessBlock"),
  DeletePublicAccessBlock: onBucket("s3:PutBucketPublicAccessBlock"),
  PutBucketOwnershipControls: onBucket("s3:PutBucketOwnershipControls"),
  DeleteBucketOwnershipControls: onBucket("s3:PutBucketOwnershipControls"),
  GetBucketOwnershipControls: onBucket("s3:GetBucketOwnershipControls"),
  PutBucketEncryption: onBucket("s3:PutEncryptionConfiguration"),
  GetBucketEncryption: onBucket("s3:GetEncryptionConfiguration"),
  DeleteBucketEncryption: onBucket("s3:PutEncryptionConfiguration"),
  GetBucketAcl: onBucket("s3:GetBucketAcl"),
  PutBucketAcl: onBucket("s3:PutBucketAcl", aclConditions),
  GetBucketCors: onBucket("s3:GetBucketCORS"),
  PutBucketCors: onBucket("s3:PutBucketCORS"),
  DeleteBucketCors: onBucket("s3:PutBucketCORS"),
  GetBucketWebsite: onBucket("s3:GetBucketWebsite"),
  PutBucketWebsite: onBucket("s3:PutBucketWebsite"),
  DeleteBucketWebsite: onBucket("s3:DeleteBucketWebsite"),
  PutBucketLifecycleConfiguration: onBucket("s3:PutLifecycleConfiguration"),
  DeleteBucketLifecycle: onBucket("s3:PutLifecycleConfiguration"),
  GetBucketLifecycleConfiguration: onBucket("s3:GetLifecycleConfiguration"),
  GetBucketReplication: onBucket("s3:GetReplicationConfiguration"),
  PutBucketReplication: (input: ReplicationInput, call) => {
    const requests = onBucket("s3:PutReplicationConfiguration")(input as never, call);
    const { Role: resource } = input.ReplicationConfiguration;
    // What is no role's name is refused by the operation.
    if (!isRoleArn(resource)) return requests;
    const conditions = { "iam:PassedToService": "s3.amazonaws.com" };
    return [...requests, { action: "iam:PassRole", resource, conditions }];
  },
  DeleteBucketReplication: onBucket("s3:PutReplicationConfiguration"),
  GetObjectLockConfiguration: onBucket("s3:GetBucketObjectLockConfiguration"),
  GetBucketLogging: onBucket("s3:GetBucketLogging"),
  PutBucketLogging: onBucket("s3:PutBucketLogging"),
  PutBucketAccelerateConfiguration: onBucket("s3:PutAccelerateConfiguration"),
  PutBucketRequestPayment: onBucket("s3:PutBucketRequestPayment"),
  GetBucketAccelerateConfiguration: onBucket("s3:GetAccelerateConfiguration"),
  GetBucketRequestPayment: onBucket("s3:GetBucketRequestPayment"),
  PutBucketNotificationConfiguration: onBucket("s3:PutBucketNotification"),
  GetBucketNotificationConfiguration: onBucket("s3:GetBucketNotification"),
  PutObject: (input: WriteInput, call) => replicaOr(input, call, () => writeRequests(input, call)),
  GetObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  HeadObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  PutObjectAcl: (input: WriteInput, call) =>
    onObject("s3:PutObjectAcl", "s3:PutObjectVersionAcl")(input as never, call).map((request) => ({
      ...request,
      conditions: { ...request.conditions, ...aclConditions(input) },
    })),
  GetObjectAttributes: (input: ObjectInput, call) => [
    ...onObject("s3:GetObject", "s3:GetObjectVersion")(input as never, call),
    ...onObject("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes")(input as never, call),
  ],
  GetObjectAcl: onObject("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
  GetObjectTagging: onObject("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
  PutObjectTagging: onObject("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
  RestoreObject: onObject("s3:RestoreObject"),
  DeleteObjectTagging: onObject("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
  DeleteObject: (input: LockInput, call) =>
    replicaOr(input, call, () => [
      ...onObject("s3:DeleteObject", "s3:DeleteObjectVersion")(input as never, call),
      ...(input.VersionId === undefined ? [] : bypassRequests(input, call)),
    ]),
  // AWS: "UpdateObjectEncryption" (API reference); KMS is asked as the caller, too.
  UpdateObjectEncryption: (input: ObjectInput, call) => [
    ...onObject("s3:PutObject")(input as never, call),
    ...onObject("s3:UpdateObjectEncryption")(input as never, call),
  ],
  PutObjectLockConfiguration: onBucket("s3:PutBucketObjectLockConfiguration"),
  PutObjectRetention: (input: LockInput, call) => [
    ...onObject("s3:PutObjectRetention")(input as never, call).map((request) => ({
      ...request,
      conditions: {
        ...request.conditions,
        ...lockConditions(
          { ObjectLockMode: input.Retention?.Mode, ObjectLockRetainUntilDate: input.Retention?.RetainUntilDate },
          call,
        ),
      },
    })),
    ...bypassRequests(input, call),
  ],
  GetObjectRetention: onObject("s3:GetObjectRetention"),
  PutObjectLegalHold: (input: LockInput, call) =>
    onObject("s3:PutObjectLegalHold")(input as never, call).map((request) => ({
      ...request,
      conditions: { ...request.conditions, "s3:object-lock-legal-hold": input.LegalHold?.Status },
    })),
  GetObjectLegalHold: onObject("s3:GetObjectLegalHold"),
  // Each key is authorised by itself, as a DeleteObject of its own.
  DeleteObjects: () => [],
  CopyObject: (input: CopyInput, call) => [...readSource(input, call), ...writeRequests(input, call)],
  CreateMultipartUpload: (input: WriteInput, call) => writeRequests(input, call),
  UploadPart: onObject("s3:PutObject"),
  UploadPartCopy: (input: CopyInput, call) => [
    ...readSource(input, call),
    ...onObject("s3:PutObject")(input as never, call),
  ],
  CompleteMultipartUpload: (input: WriteInput, call) => writeRequests(input, call),
  AbortMultipartUpload: onObject("s3:AbortMultipartUpload"),
  ListParts: onObject("s3:ListMultipartUploadParts"),
};

/** A replica needs what replication needs; any other write what writes need. */
function replicaOr(
  input: ObjectInput,
  call: PermissionCall,
  others: () => readonly AccessRequest[],
): readonly AccessRequest[] {
  const source = replicaSource(call.headers);
  if (source === undefined) return others();
  requireThere(input.Bucket, call);
  return replicaRequests(source, input.Bucket, call);
}

/** AWS: a bucket that is not there is said to be missing, whatever the caller may do. */
function requireThere(bucketName: string, call: PermissionCall): void {
  if (call.yard.store.read((tx) => loadBucket(tx, bucketName)) === undefined) throw noSuchBucket(bucketName);
}

function onBucket(action: string, conditionsOf?: (input: ListInput & AclInput) => ConditionValues): PermissionRule {
  return (input: ListInput & AclInput, call) => {
    requireThere(input.Bucket, call);
    const conditions = conditionsOf?.(input);
    return [{ action, resource: bucketArn(input.Bucket), ...(conditions === undefined ? {} : { conditions }) }];
  };
}

function aclConditions(input: AclInput): ConditionValues {
  return {
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-grant-full-control": input.GrantFullControl,
    "s3:x-amz-grant-read": input.GrantRead,
    "s3:x-amz-grant-read-acp": input.GrantReadACP,
    "s3:x-amz-grant-write": input.GrantWrite,
    "s3:x-amz-grant-write-acp": input.GrantWriteACP,
  };
}

function listConditions({ Prefix, Delimiter, MaxKeys }: ListInput): ConditionValues {
  return { "s3:prefix": Prefix, "s3:delimiter": Delimiter, "s3:max-keys": MaxKeys };
}

/** One action on an object, another where the request names a version. */
function onObject(action: string, versionAction = action): PermissionRule {
  return (input: ObjectInput, call) => {
    requireThere(input.Bucket, call);
    return [
      {
        action: input.VersionId === undefined ? action : versionAction,
        resource: bucketArn(input.Bucket, input.Key),
        conditions: {
          "s3:VersionId": input.VersionId,
          ...tagConditions("s3:ExistingObjectTag", existingTags(input, call)),
        },
      },
    ];
  };
}

function writeRequests(input: WriteInput & Partial<CopyInput>, call: PermissionCall): readonly AccessRequest[] {
  requireThere(input.Bucket, call);
  const resource = bucketArn(input.Bucket, input.Key);
  const tags = Object.fromEntries(new URLSearchParams(input.Tagging ?? ""));
  const conditions: ConditionValues = {
    ...aclConditions(input),
    ...lockConditions(input, call),
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
    "s3:x-amz-server-side-encryption-customer-algorithm": input.SSECustomerAlgorithm,
    "s3:x-amz-copy-source": input.CopySource,
    "s3:x-amz-metadata-directive": input.MetadataDirective,
    "s3:if-none-match": input.IfNoneMatch,
    "s3:if-match": input.IfMatch,
    "s3:ObjectCreationOperation": input.UploadId === undefined,
    ...(input.Tagging === undefined ? {} : { "s3:RequestObjectTagKeys": Object.keys(tags) }),
    ...tagConditions("s3:RequestObjectTag", tags),
  };
  const requests: AccessRequest[] = [{ action: "s3:PutObject", resource, conditions }];
  if (input.Tagging !== undefined) requests.push({ action: "s3:PutObjectTagging", resource, conditions });
  // AWS: policies of guides for what services deliver ("Exporting log data to Amazon S3") allow s3:PutObject alone, with this ACL.
  const isDelivery = call.principal.kind === "service" && input.ACL === "bucket-owner-full-control";
  if (!isDelivery && ACL_MEMBERS.some((member) => input[member] !== undefined))
    requests.push({ action: "s3:PutObjectAcl", resource, conditions });
  // AWS: "Required permissions" of PutObject (API reference).
  if (input.ObjectLockMode !== undefined) requests.push({ action: "s3:PutObjectRetention", resource, conditions });
  if (input.ObjectLockLegalHoldStatus !== undefined)
    requests.push({ action: "s3:PutObjectLegalHold", resource, conditions });
  return requests;
}

const DAY_MS = 86_400_000;

/** AWS: "Actions, resources, and condition keys for Amazon S3": the remaining days are counted from the request. */
function lockConditions(input: LockMembers, call: PermissionCall): ConditionValues {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  return {
    "s3:object-lock-mode": mode,
    "s3:object-lock-legal-hold": hold,
    "s3:object-lock-retain-until-date": until?.toISOString(),
    "s3:object-lock-remaining-retention-days":
      until === undefined ? undefined : Math.floor((until.getTime() - call.yard.clock.nowMs()) / DAY_MS),
  };
}

/** AWS: to weaken a retention in governance mode takes a permission of its own; consoles ask for it on every request. */
function bypassRequests(input: LockInput, call: PermissionCall): readonly AccessRequest[] {
  if (input.BypassGovernanceRetention !== true) return [];
  const isGoverned = call.yard.store.read((tx) => {
    const bucket = loadBucket(tx, input.Bucket);
    if (bucket === undefined) return false;
    const version =
      input.VersionId === undefined
        ? currentObject(tx, bucket, input.Key)
        : loadVersion(tx, bucket, input.Key, input.VersionId);
    const lock = version?.kind === "object" ? version.lock : undefined;
    return isLocked(lock, call.yard.clock.nowMs(), false) && !isLocked(lock, call.yard.clock.nowMs(), true);
  });
  return isGoverned ? onObject("s3:BypassGovernanceRetention")(input as never, call) : [];
}

/** The source of a copy, and its tags where they are copied with it. */
function readSource(input: CopyInput, call: PermissionCall): readonly AccessRequest[] {
  const source = parseCopySource(input.CopySource);
  requireThere(source.Bucket, call);
  const resource = bucketArn(source.Bucket, source.Key);
  const tags = existingTags(source, call);
  const conditions: ConditionValues = {
    "s3:VersionId": source.VersionId,
    ...tagConditions("s3:ExistingObjectTag", tags),
  };
  const isVersion = source.VersionId !== undefined;
  const requests = [{ action: isVersion ? "s3:GetObjectVersion" : "s3:GetObject", resource, conditions }];
  const copiesTags = input.TaggingDirective !== "REPLACE" && Object.keys(tags).length > 0;
  if (copiesTags && input.UploadId === undefined) {
    requests.push({ action: isVersion ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging", resource, conditions });
    requests.push({ action: "s3:PutObjectTagging", resource: bucketArn(input.Bucket, input.Key), conditions: {} });
  }
  return requests;
}

function existingTags(address: ObjectInput, call: PermissionCall): Tags {
  return call.yard.store.read((tx) => {
    const bucket = loadBucket(tx, address.Bucket);
    if (bucket === undefined) return {};
    if (address.VersionId === undefined) return currentObject(tx, bucket, address.Key)?.tags ?? {};
    const version = loadVersion(tx, bucket, address.Key, address.VersionId);
    return version?.kind === "object" ? (version.tags ?? {}) : {};
  });
}

function tagConditions(prefix: string, tags: Tags): ConditionValues {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}
