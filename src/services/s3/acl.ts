// Access control lists as values: canned ones, the headers that grant, the XML form, and which of them are public. Pure.
// AWS: "Access control list (ACL) overview" (S3 user guide).

import type { AccessControlPolicy, Grant, Grantee } from "@aws-sdk/client-s3";
import {
  accessDenied,
  emailGranteesGone,
  invalidArgument,
  invalidRequest,
  malformedAcl,
  missingSecurityHeader,
  notImplemented,
  unexpectedContent,
} from "./errors.ts";
import { canonicalUserId } from "./operation.ts";
import type { AclPermission, GranteeGroup, GrantRecord } from "./records.ts";

/** LIMIT: grants of one list. */
const MAX_GRANTS = 100;
const PERMISSIONS: readonly AclPermission[] = ["FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP"];

const GROUP_URIS: Readonly<Record<GranteeGroup, string>> = {
  AllUsers: "http://acs.amazonaws.com/groups/global/AllUsers",
  AuthenticatedUsers: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  LogDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
};

/** Input members of requests that say who may do what, in the place of a body. */
export const ACL_MEMBERS = [
  "ACL",
  "GrantFullControl",
  "GrantRead",
  "GrantReadACP",
  "GrantWrite",
  "GrantWriteACP",
] as const;

/** The same for an object that is being made, on which there is nothing to WRITE. */
export const OBJECT_ACL_MEMBERS = ["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"] as const;

/** What a request says of access. */
export interface AclInput {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
}

/** Whose things a list is about: accounts. */
export interface Owners {
  readonly bucketOwner: string;
  /** The owner of the bucket or object that gets the list. */
  readonly owner: string;
}

/** The list of a bucket or object that has said nothing: its owner may do everything. */
export function privateAcl(owner: string): readonly GrantRecord[] {
  return [{ id: canonicalUserId(owner), permission: "FULL_CONTROL" }];
}

/** Reads what a request says of access; undefined where it says nothing. */
export function parseAcl(input: AclInput, of: "bucket" | "object", owners: Owners): readonly GrantRecord[] | undefined {
  const granted = parseGrantHeaders(input);
  const { ACL: canned, AccessControlPolicy: document } = input;
  if (canned !== undefined && granted.length > 0)
    throw invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
  if (document !== undefined && (canned !== undefined || granted.length > 0)) throw unexpectedContent();
  if (canned !== undefined) return cannedAcl(canned, of, owners);
  if (document !== undefined) return parseDocument(document, owners.owner);
  if (granted.length > MAX_GRANTS) throw malformedAcl();
  return granted.length === 0 ? undefined : granted;
}

/** What a PutBucketAcl or PutObjectAcl says: here silence is a mistake. */
export function requireAcl(input: AclInput, of: "bucket" | "object", owners: Owners): readonly GrantRecord[] {
  const grants = parseAcl(input, of, owners);
  if (grants === undefined) throw missingSecurityHeader();
  return grants;
}

function cannedAcl(name: string, of: "bucket" | "object", { owner, bucketOwner }: Owners): readonly GrantRecord[] {
  const own = privateAcl(owner);
  const everyone = (permission: AclPermission): GrantRecord => ({ group: "AllUsers", permission });
  switch (name) {
    case "private":
      return own;
    case "public-read":
      return [...own, everyone("READ")];
    case "public-read-write":
      return [...own, everyone("READ"), everyone("WRITE")];
    case "authenticated-read":
      return [...own, { group: "AuthenticatedUsers", permission: "READ" }];
    case "log-delivery-write":
      if (of === "object") break;
      return [...own, { group: "LogDelivery", permission: "WRITE" }, { group: "LogDelivery", permission: "READ_ACP" }];
    case "bucket-owner-read":
    case "bucket-owner-full-control": {
      // AWS: on a bucket, and for its owner's own objects, these say nothing beyond "private".
      if (of === "bucket" || owner === bucketOwner) return own;
      const permission = name === "bucket-owner-read" ? "READ" : "FULL_CONTROL";
      return [...own, { id: canonicalUserId(bucketOwner), permission }];
    }
    case "aws-exec-read":
      throw notImplemented("x-amz-acl", "There is no EC2 that could read what aws-exec-read grants.");
    default:
  }
  throw invalidArgument("", "x-amz-acl", name);
}

const HEADERS = [
  ["GrantFullControl", "x-amz-grant-full-control", "FULL_CONTROL"],
  ["GrantRead", "x-amz-grant-read", "READ"],
  ["GrantReadACP", "x-amz-grant-read-acp", "READ_ACP"],
  ["GrantWrite", "x-amz-grant-write", "WRITE"],
  ["GrantWriteACP", "x-amz-grant-write-acp", "WRITE_ACP"],
] as const;

/** AWS: each header is a list of type=value pairs: id="...", uri="...". */
function parseGrantHeaders(input: AclInput): readonly GrantRecord[] {
  return HEADERS.flatMap(([member, header, permission]) =>
    (input[member] ?? "")
      .split(",")
      .filter((part) => part.trim() !== "")
      .map((part): GrantRecord => {
        const [, kind = "", value = ""] = /^\s*(\w+)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? [];
        if (kind === "id") return { id: requireCanonicalId(value, header), permission };
        if (kind === "uri") return { group: requireGroup(value, header), permission };
        if (kind === "emailAddress") throw emailGranteesGone();
        throw invalidArgument("Argument format not recognized", header, input[member]);
      }),
  );
}

function parseDocument({ Owner, Grants = [] }: AccessControlPolicy, owner: string): readonly GrantRecord[] {
  if (Owner?.ID === undefined || Grants.length > MAX_GRANTS) throw malformedAcl();
  // AWS: a list does not change whose the resource is.
  if (Owner.ID !== canonicalUserId(owner)) throw accessDenied();
  return Grants.map(({ Grantee: grantee, Permission: permission }): GrantRecord => {
    if (grantee === undefined || !isPermission(permission)) throw malformedAcl();
    return { ...parseGrantee(grantee), permission };
  });
}

function parseGrantee(grantee: Grantee): { readonly id: string } | { readonly group: GranteeGroup } {
  switch (grantee.Type) {
    case "CanonicalUser":
      return { id: requireCanonicalId(grantee.ID ?? "", "CanonicalUser/ID") };
    case "Group":
      return { group: requireGroup(grantee.URI ?? "", "Group/URI") };
    case "AmazonCustomerByEmail":
      throw emailGranteesGone();
    default:
      throw malformedAcl();
  }
}

function isPermission(name: string | undefined): name is AclPermission {
  return PERMISSIONS.some((permission) => permission === name);
}

/** DEVIATION: AWS knows which ids exist; here an id of the right form that nobody has grants nobody anything. */
function requireCanonicalId(id: string, argument: string): string {
  // Those of accounts have 64 digits, those of CloudFront's identities 96.
  if (!/^([0-9a-f]{64}|[0-9a-f]{96})$/.test(id) && id !== canonicalUserId("anonymous"))
    throw invalidArgument("Invalid id", argument, id);
  return id;
}

function requireGroup(uri: string, argument: string): GranteeGroup {
  for (const group of ["AllUsers", "AuthenticatedUsers", "LogDelivery"] as const)
    if (GROUP_URIS[group] === uri) return group;
  throw invalidArgument("Invalid group uri", argument, uri);
}

/** AWS: a list is public if it grants anything to everyone, or to everyone with an AWS account. */
export function isPublicAcl(grants: readonly GrantRecord[]): boolean {
  return grants.some((grant) => "group" in grant && grant.group !== "LogDelivery");
}

/** True for the list that is so anyway where the bucket's owner owns everything. */
export function isOwnersOnly(grants: readonly GrantRecord[], bucketOwner: string): boolean {
  const id = canonicalUserId(bucketOwner);
  return grants.every((grant) => "id" in grant && grant.id === id && grant.permission === "FULL_CONTROL");
}

/** A list as GetBucketAcl and GetObjectAcl show it. */
export function formatAcl(owner: string, grants: readonly GrantRecord[] = privateAcl(owner)) {
  return {
    Owner: { ID: canonicalUserId(owner) },
    Grants: grants.map((grant): Grant => ({
      Grantee:
        "id" in grant ? { ID: grant.id, Type: "CanonicalUser" } : { URI: GROUP_URIS[grant.group], Type: "Group" },
      Permission: grant.permission,
    })),
  };
}
