// Replicas: writes of S3's own, as the role that a bucket replicates with. They come as PutObject and DeleteObject with
// a header that no client can send, which says what of; what they need are the permissions of replication.
// AWS: "Setting up permissions for live replication" (S3 user guide).

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { Context } from "../../../service/context.ts";
import type { PermissionCall } from "../../../service/service.ts";
import { bucketArn } from "../bucket-name.ts";
import { invalidRequest } from "../errors.ts";
import { enqueueEvent } from "../notify.ts";
import { requireBucket } from "../operation.ts";
import type { VersionRecord } from "../records.ts";
import { loadBucket, loadVersion, saveVersion } from "../repo.ts";

const REPLICA = ":replica";

/** What a replica is of. */
export interface ReplicaSource {
  readonly bucketName: string;
  readonly key: string;
  readonly versionId: string;
  readonly storageClass?: string;
}

/** The headers of a replica's write. */
export function replicaHeaders(source: ReplicaSource): Readonly<Record<string, string>> {
  return { [REPLICA]: JSON.stringify(source) };
}

/** What a write is a replica of; undefined for writes of customers. */
export function replicaSource(headers: Context["headers"]): ReplicaSource | undefined {
  const text = headers[REPLICA];
  return text === undefined ? undefined : (JSON.parse(text) as ReplicaSource);
}

/** What the role must be allowed, at the source and at the destination. */
export function replicaRequests(
  source: ReplicaSource,
  bucketName: string,
  call: PermissionCall,
): readonly AccessRequest[] {
  const version = sourceVersion(source, call.yard);
  const from = bucketArn(source.bucketName, source.key);
  const to = bucketArn(bucketName, source.key);
  if (version?.kind === "delete-marker") return [{ action: "s3:ReplicateDelete", resource: to }];
  const conditions = { "s3:VersionId": source.versionId };
  const requests: AccessRequest[] = [
    { action: "s3:GetReplicationConfiguration", resource: bucketArn(source.bucketName) },
    { action: "s3:GetObjectVersionForReplication", resource: from, conditions },
    { action: "s3:GetObjectVersionAcl", resource: from, conditions },
    { action: "s3:ReplicateObject", resource: to },
  ];
  if (Object.keys(version?.tags ?? {}).length === 0) return requests;
  return [
    ...requests,
    { action: "s3:GetObjectVersionTagging", resource: from, conditions },
    { action: "s3:ReplicateTags", resource: to },
  ];
}

function sourceVersion(source: ReplicaSource, { store }: Pick<Context, "store">): VersionRecord | undefined {
  return store.read((tx) => {
    const bucket = loadBucket(tx, source.bucketName);
    return bucket === undefined ? undefined : loadVersion(tx, bucket, source.key, source.versionId);
  });
}

/** Writes the replica with the version's own id, content and time. The content's blobs are shared. */
export function writeReplica(source: ReplicaSource, input: { readonly Bucket: string }, context: Context): void {
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    if (bucket.versioning !== "Enabled") throw invalidRequest("Destination bucket must have versioning enabled.");
    const from = loadBucket(tx, source.bucketName);
    const version = from === undefined ? undefined : loadVersion(tx, from, source.key, source.versionId);
    // What was deleted meanwhile, or came already, needs no replica.
    if (version === undefined || loadVersion(tx, bucket, source.key, source.versionId) !== undefined) return;
    if (version.kind === "delete-marker") {
      saveVersion(tx, bucket, source.key, version);
      return;
    }
    // The replica is the destination owner's where lists are disabled, which new buckets have; else the source owner's.
    const { acl: _, restore: __, owner: ___, replicationStatus: ____, ...copied } = version;
    const isForeign = bucket.ownership !== undefined && bucket.ownership !== "BucketOwnerEnforced";
    const { storageClass = version.storageClass } = source;
    saveVersion(tx, bucket, source.key, {
      ...copied,
      ...(isForeign && from !== undefined && from.account !== bucket.account ? { owner: from.account } : {}),
      ...(storageClass === undefined ? {} : { storageClass }),
      replicationStatus: "REPLICA",
    });
    const { bytes, etag, versionId } = version;
    enqueueEvent(tx, context, bucket, { eventName: "ObjectCreated:Put", key: source.key, bytes, etag, versionId });
  });
}
