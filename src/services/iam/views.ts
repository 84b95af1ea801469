// IAM's records as its answers show them.

import type { Group, InstanceProfile, Policy, Role, User } from "@aws-sdk/client-iam";
import { encodeDocument } from "./documents.ts";
import type { ManagedPolicy, PolicyUse } from "../../iam/directory/managed-policies.ts";
import { arnOf } from "../../iam/directory/names.ts";
import type { GroupRecord, InstanceProfileRecord, RoleRecord, Tags, UserRecord } from "../../iam/directory/records.ts";
import { tagItems } from "./tags.ts";

/** A user; lists leave tags and boundary out. */
export function userView(account: string, user: UserRecord, detail: "full" | "listed" = "full"): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: arnOf(account, "user", user),
    CreateDate: new Date(user.createdAtMs),
    ...(detail === "full" ? extras(user) : {}),
  };
}

export function groupView(account: string, group: GroupRecord): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: arnOf(account, "group", group),
    CreateDate: new Date(group.createdAtMs),
  };
}

/** A role; lists leave tags and boundary out. */
export function roleView(account: string, role: RoleRecord, detail: "full" | "listed" = "full"): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOf(account, "role", role),
    CreateDate: new Date(role.createdAtMs),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(detail === "full" ? extras(role) : {}),
  };
}

/** A managed policy with the number of its users; lists leave tags and description out. */
export function policyView(
  { arn, record }: ManagedPolicy,
  uses: readonly PolicyUse[],
  detail: "full" | "listed" = "full",
): Policy {
  return {
    PolicyName: record.name,
    PolicyId: record.id,
    Arn: arn,
    Path: record.path,
    DefaultVersionId: record.defaultVersionId,
    AttachmentCount: uses.filter((use) => use.as === "attachment").length,
    PermissionsBoundaryUsageCount: uses.filter((use) => use.as === "boundary").length,
    IsAttachable: true,
    ...(detail === "full" && record.description !== undefined ? { Description: record.description } : {}),
    CreateDate: new Date(record.createdAtMs),
    UpdateDate: new Date(record.updatedAtMs),
    ...(detail === "full" && Object.keys(record.tags).length > 0 ? { Tags: tagItems(record.tags) } : {}),
  };
}

export function instanceProfileView(
  account: string,
  profile: InstanceProfileRecord,
  role: RoleRecord | undefined,
): InstanceProfile {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: arnOf(account, "instance-profile", profile),
    CreateDate: new Date(profile.createdAtMs),
    Roles: role === undefined ? [] : [roleView(account, role, "listed")],
    ...(Object.keys(profile.tags).length === 0 ? {} : { Tags: tagItems(profile.tags) }),
  };
}

function extras({
  boundaryArn,
  tags,
}: {
  readonly boundaryArn?: string;
  readonly tags: Tags;
}): Pick<Role, "PermissionsBoundary" | "Tags"> {
  return {
    ...(boundaryArn === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: "Policy" as never, PermissionsBoundaryArn: boundaryArn } }),
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tagItems(tags) }),
  };
}
