// Whose objects are, and what a writer may say about access to them.
// AWS: "Controlling ownership of objects and disabling ACLs for your bucket" (S3 user guide).

import { displayName } from "../../iam/principals.ts";
import type { Context } from "../../service/context.ts";
import { type AclInput, isOwnersOnly, isPublicAcl, parseAcl } from "./acl.ts";
import { bucketArn } from "./bucket-name.ts";
import { aclNotSupported, publicAccessBlocked } from "./errors.ts";
import type { BucketRecord, GrantRecord, ObjectAccess, ObjectOwnership } from "./records.ts";

const SO_ANYWAY = "bucket-owner-full-control";

const OBJECT_OWNERSHIPS: readonly string[] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

/** True for the settings that a request may ask for. */
export function isObjectOwnership(name: string | undefined): name is Exclude<ObjectOwnership, "none"> {
  return name !== undefined && OBJECT_OWNERSHIPS.includes(name);
}

/** True where the bucket's owner owns everything, and lists mean nothing. */
export function areAclsDisabled({ ownership = "BucketOwnerEnforced" }: BucketRecord): boolean {
  return ownership === "BucketOwnerEnforced";
}

/** Whose a new object is and who may do what with it, by the request that makes it; throws S3's refusals. */
export function accessOfNewObject(
  input: AclInput & { Key: string },
  bucket: BucketRecord,
  context: Context,
): ObjectAccess {
  const { account: bucketOwner } = bucket;
  const writer = writerOf(context, bucketOwner);
  const owner = ownerOfNewObject(bucket.ownership, writer, input.ACL, bucketOwner);
  const acl = parseAcl(input, "object", { owner, bucketOwner });
  if (areAclsDisabled(bucket)) {
    // AWS: the list that says what is so anyway is taken, any other is refused.
    const isSoAnyway = input.ACL === undefined ? isOwnersOnly(acl ?? [], bucketOwner) : input.ACL === SO_ANYWAY;
    if (!isSoAnyway) throw aclNotSupported();
    return {};
  }
  if (acl !== undefined) refuseIfBlocked(acl, bucket, context, "s3:PutObject", input.Key);
  return { ...(owner === bucketOwner ? {} : { owner }), ...(acl === undefined ? {} : { acl }) };
}

function ownerOfNewObject(
  ownership: ObjectOwnership | undefined,
  writer: string,
  canned: string | undefined,
  bucketOwner: string,
): string {
  if (ownership === undefined || ownership === "BucketOwnerEnforced") return bucketOwner;
  if (ownership === "BucketOwnerPreferred" && canned === SO_ANYWAY) return bucketOwner;
  return writer;
}

/** AWS's own services write in the name of the bucket's owner. */
function writerOf({ principal }: Context, bucketOwner: string): string {
  if (principal.kind === "anonymous") return "anonymous";
  return "account" in principal ? principal.account : bucketOwner;
}

/** AWS: BlockPublicAcls refuses lists that grant to everyone ("Blocking public access", user guide). */
export function refuseIfBlocked(
  acl: readonly GrantRecord[],
  bucket: BucketRecord,
  { principal }: Context,
  action: string,
  key?: string,
): void {
  if (bucket.publicAccessBlock?.blockPublicAcls !== true || !isPublicAcl(acl)) return;
  throw publicAccessBlocked(displayName(principal), action, bucketArn(bucket.bucketName, key), "ACLs");
}
