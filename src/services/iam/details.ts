// Users, groups, roles and policies with all their documents, as GetAccountAuthorizationDetails shows them.

import type { GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail } from "@aws-sdk/client-iam";
import type { ManagedPolicy, PolicyUse } from "../../iam/directory/managed-policies.ts";
import { parsePolicyArn } from "../../iam/directory/names.ts";
import type {
  EntityRecord,
  GroupRecord,
  InstanceProfileRecord,
  RoleRecord,
  UserRecord,
} from "../../iam/directory/records.ts";
import { encodeDocument } from "./documents.ts";
import { groupView, instanceProfileView, policyView, roleView, userView } from "./views.ts";

export function userDetail(account: string, user: UserRecord): UserDetail {
  return {
    ...userView(account, user),
    UserPolicyList: inlineList(user),
    GroupList: [...user.groups],
    AttachedManagedPolicies: attachedList(user),
  };
}

export function groupDetail(account: string, group: GroupRecord): GroupDetail {
  return {
    ...groupView(account, group),
    GroupPolicyList: inlineList(group),
    AttachedManagedPolicies: attachedList(group),
  };
}

export function roleDetail(account: string, role: RoleRecord, profiles: readonly InstanceProfileRecord[]): RoleDetail {
  const { Description: _description, MaxSessionDuration: _duration, ...view } = roleView(account, role);
  return {
    ...view,
    InstanceProfileList: profiles.map((profile) => instanceProfileView(account, profile, role)),
    RolePolicyList: inlineList(role),
    AttachedManagedPolicies: attachedList(role),
  };
}

export function policyDetail(policy: ManagedPolicy, uses: readonly PolicyUse[]): ManagedPolicyDetail {
  const { Tags: _tags, ...view } = policyView(policy, uses);
  return {
    ...view,
    PolicyVersionList: policy.record.versions.map((version) => ({
      Document: encodeDocument(version.document),
      VersionId: version.id,
      IsDefaultVersion: version.id === policy.record.defaultVersionId,
      CreateDate: new Date(version.createdAtMs),
    })),
  };
}

function inlineList({ inlinePolicies }: EntityRecord): PolicyDetail[] {
  return Object.entries(inlinePolicies).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));
}

function attachedList({ attachedPolicies }: EntityRecord): { PolicyName: string; PolicyArn: string }[] {
  return attachedPolicies.map((arn) => ({ PolicyName: parsePolicyArn(arn)?.name ?? arn, PolicyArn: arn }));
}
