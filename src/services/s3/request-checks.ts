// What a bucket asks of requests to it, whatever they do: who pays, and by which endpoint they come.

import { loadModel } from "../../model/load.ts";
import type { Context } from "../../service/context.ts";
import { parseCopySource } from "./copy-source.ts";
import { accessDenied, notAccelerated } from "./errors.ts";
import { loadBucket } from "./repo.ts";

interface Input {
  readonly Bucket?: string;
  readonly CopySource?: string;
  readonly RequestPayer?: string;
}

/** True for operations that someone else than the bucket's owner may pay for: those that can say so. */
export function takesPayer(operation: string): boolean {
  return loadModel("s3").operations.get(operation)?.input.members.has("RequestPayer") === true;
}

/**
 * True if the caller pays. Throws AccessDenied where the caller would have to and does not say so.
 * AWS: "Using Requester Pays buckets" (user guide): the owner never does, anonymous callers cannot.
 */
export function isPaidByCaller({ Bucket, CopySource, RequestPayer }: Input, context: Context): boolean {
  const source = CopySource === undefined ? undefined : parseCopySource(CopySource).Bucket;
  const { principal } = context;
  if (principal.kind === "service") return false;
  const account = "account" in principal ? principal.account : undefined;
  let isPaid = false;
  for (const bucketName of [Bucket, source]) {
    if (bucketName === undefined) continue;
    const bucket = context.store.read((tx) => loadBucket(tx, bucketName));
    if (bucket?.isRequesterPays !== true || bucket.account === account) continue;
    if (account === undefined || RequestPayer !== "requester") throw accessDenied();
    isPaid = true;
  }
  return isPaid;
}

/** AWS: the accelerate endpoint is for buckets that have it ("Configuring fast, secure file transfers", user guide). */
export function checkEndpoint({ Bucket }: Input, { headers, store }: Context): void {
  if (Bucket === undefined || headers["host"]?.includes(".s3-accelerate.") !== true) return;
  const bucket = store.read((tx) => loadBucket(tx, Bucket));
  if (bucket !== undefined && bucket.acceleration !== "Enabled") throw notAccelerated();
}
