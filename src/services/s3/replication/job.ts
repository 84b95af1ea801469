// Replication: a job written with each version that a rule is about, which writes the replicas as the configured role
// and then says what came of it. AWS: "Replicating objects within and across Regions" (S3 user guide).

import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Context, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { assumeServiceRole } from "../../../service/service-role.ts";
import type { WriteTx } from "../../../store/store.ts";
import { bucketArn } from "../bucket-name.ts";
import { enqueueEvent } from "../notify.ts";
import type { BucketRecord, ObjectRecord, ReplicationRuleRecord, VersionRecord } from "../records.ts";
import { loadBucket, loadVersion, replaceVersion } from "../repo.ts";
import { replicaHeaders } from "./replica.ts";
import { rulesFor } from "./rules.ts";

const REPLICATE = "s3/replicate";

interface ReplicatePayload {
  readonly bucketName: string;
  readonly key: string;
  readonly versionId: string;
}

/** True if a new object will have replicas. AWS: what is encrypted with KMS keys is replicated only where that is said. */
export function isReplicated(
  bucket: BucketRecord,
  key: string,
  { tags = {}, encryption }: Pick<ObjectRecord, "tags" | "encryption">,
): boolean {
  const isCustomers = encryption === undefined || "keyMd5" in encryption;
  return isCustomers && rulesFor(bucket.replication, key, tags).length > 0;
}

/** Has a version replicated, if a rule is about it. */
export function enqueueReplication(
  tx: WriteTx,
  { jobs }: Pick<Context, "jobs">,
  bucket: BucketRecord,
  key: string,
  version: VersionRecord,
): void {
  const isWanted =
    version.kind === "object"
      ? version.replicationStatus === "PENDING"
      : rulesFor(bucket.replication, key, "delete-marker").length > 0;
  if (!isWanted) return;
  const { bucketName, account, region } = bucket;
  const payload: ReplicatePayload = { bucketName, key, versionId: version.versionId };
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  jobs.enqueue(tx, { ...scope, kind: REPLICATE, payload, lane: `s3/replicate/${bucketName}/${key}` });
}

/** One version to all its destinations. */
export const replicateJob: JobHandler = {
  kind: REPLICATE,
  async run(job, yard) {
    const { bucketName, key, versionId } = job.payload as ReplicatePayload;
    const found = yard.store.read((tx) => {
      const bucket = loadBucket(tx, bucketName);
      const version = bucket === undefined ? undefined : loadVersion(tx, bucket, key, versionId);
      return bucket === undefined || version === undefined ? undefined : { bucket, version };
    });
    if (found?.bucket.replication === undefined) return "done";
    const { bucket, version } = found;
    const rules = rulesFor(bucket.replication, key, version.kind === "object" ? (version.tags ?? {}) : "delete-marker");
    let isComplete = true;
    for (const rule of rules) {
      try {
        await replicate(yard, bucket, key, version, rule);
      } catch (error) {
        if (!(error instanceof AwsError) || error.fault === "server") throw error;
        isComplete = false;
        const destination = rule.bucketName;
        yard.log.write("warn", "s3/replication-failed", { bucketName, key, destination, message: error.message });
      }
    }
    if (version.kind === "object") report(yard, job.id, job.payload as ReplicatePayload, isComplete);
    return "done";
  },
};

async function replicate(
  yard: YardContext,
  bucket: BucketRecord,
  key: string,
  { kind, versionId }: VersionRecord,
  { bucketName: Bucket, storageClass }: ReplicationRuleRecord,
): Promise<void> {
  const scope = { account: parseAccountId(bucket.account), region: parseRegion(bucket.region) };
  const { principal } = await assumeServiceRole(yard, {
    service: "s3.amazonaws.com",
    roleArn: bucket.replication?.roleArn ?? "",
    sessionName: "s3-replication",
    sourceArn: bucketArn(bucket.bucketName),
    scope,
  });
  const destination = yard.store.read((tx) => loadBucket(tx, Bucket));
  const region = parseRegion(destination?.region ?? bucket.region);
  const source = {
    bucketName: bucket.bucketName,
    key,
    versionId,
    ...(storageClass === undefined ? {} : { storageClass }),
  };
  const { s3 } = yard.as(principal, { account: principal.account, region }, { headers: replicaHeaders(source) });
  if (kind === "object") await s3.putObject({ Bucket, Key: key });
  else await s3.deleteObject({ Bucket, Key: key });
}

/** Says at the source what came of it, and tells who wants to know of failures. */
function report(yard: YardContext, jobId: string, payload: ReplicatePayload, isComplete: boolean): void {
  const { bucketName, key, versionId } = payload;
  yard.store.write((tx) => {
    const bucket = loadBucket(tx, bucketName);
    const version = bucket === undefined ? undefined : loadVersion(tx, bucket, key, versionId);
    if (bucket === undefined || version?.kind !== "object") return;
    replaceVersion(tx, bucket, key, versionId, { replicationStatus: isComplete ? "COMPLETED" : "FAILED" });
    if (isComplete) return;
    const { clock, jobs, random } = yard;
    const principal = { kind: "service", service: "s3.amazonaws.com" } as const;
    const { bytes, etag } = version;
    const event = { eventName: "Replication:OperationFailedReplication", key, bytes, etag, versionId };
    enqueueEvent(tx, { clock, jobs, random, principal, requestId: jobId }, bucket, event);
  });
}
