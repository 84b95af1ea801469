// What each operation needs. AWS: Service Authorization Reference, "Actions, resources, and condition keys for AWS Organizations".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { arnOfId, handshakeArn, organizationArn } from "./names.ts";
import type { OrganizationRecord } from "./records.ts";
import { findOrganization, loadHandshake, loadPart } from "./repo.ts";

type Input = Readonly<Record<string, unknown>>;

function organizationOf({ account, yard }: PermissionCall): OrganizationRecord | undefined {
  return yard.store.read<OrganizationRecord | undefined>((tx) => findOrganization(tx, account));
}

function tagConditions(tags: unknown, keys: unknown): AccessRequest["conditions"] {
  if (Array.isArray(keys)) return { "aws:TagKeys": keys.map(String) };
  if (!Array.isArray(tags)) return {};
  const list = tags as readonly { readonly Key?: string; readonly Value?: string }[];
  const values = Object.fromEntries(list.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": list.map(({ Key = "" }) => Key) };
}

/** On the things whose ids these members have. */
const on =
  (action: string, ...members: readonly string[]): PermissionRule =>
  (input: Input, call) => {
    const organization = organizationOf(call);
    const ids = members.flatMap((member) => (typeof input[member] === "string" ? [input[member]] : []));
    const type = input["PolicyType"] ?? input["Filter"] ?? input["Type"];
    const conditions = {
      ...tagConditions(input["Tags"], input["TagKeys"]),
      ...(typeof type === "string" ? { "organizations:PolicyType": type } : {}),
      ...(typeof input["ServicePrincipal"] === "string"
        ? { "organizations:ServicePrincipal": input["ServicePrincipal"] }
        : {}),
    };
    const typeOf = (policyId: string) =>
      call.yard.store.read((tx) => organization && loadPart(tx, organization.id, "policy", policyId)?.type);
    const resources =
      organization === undefined || ids.length === 0 ? ["*"] : ids.map((id) => arnOfId(organization, id, typeOf));
    return resources.map((resource) => ({ action: `organizations:${action}`, resource, conditions }));
  };

const onHandshake =
  (action: string): PermissionRule =>
  ({ HandshakeId }: { HandshakeId: string }, { yard }) => {
    const handshake = yard.store.read((tx) => loadHandshake(tx, HandshakeId) ?? null);
    return [{ action: `organizations:${action}`, resource: handshake === null ? "*" : handshakeArn(handshake) }];
  };

const onOrganization =
  (action: string): PermissionRule =>
  (_input, call) => {
    const organization = organizationOf(call);
    return [
      { action: `organizations:${action}`, resource: organization === undefined ? "*" : organizationArn(organization) },
    ];
  };

// oxfmt-ignore
export const permissions: Permissions = {
  AcceptHandshake: onHandshake("AcceptHandshake"),
  AttachPolicy: on("AttachPolicy", "PolicyId", "TargetId"),
  CancelHandshake: onHandshake("CancelHandshake"),
  CloseAccount: on("CloseAccount", "AccountId"),
  CreateAccount: on("CreateAccount"),
  CreateOrganization: on("CreateOrganization"),
  CreateOrganizationalUnit: on("CreateOrganizationalUnit", "ParentId"),
  CreatePolicy: on("CreatePolicy"),
  DeclineHandshake: onHandshake("DeclineHandshake"),
  DeleteOrganization: onOrganization("DeleteOrganization"),
  DeleteOrganizationalUnit: on("DeleteOrganizationalUnit", "OrganizationalUnitId"),
  DeletePolicy: on("DeletePolicy", "PolicyId"),
  DeregisterDelegatedAdministrator: on("DeregisterDelegatedAdministrator", "AccountId"),
  DescribeAccount: on("DescribeAccount", "AccountId"),
  DescribeCreateAccountStatus: on("DescribeCreateAccountStatus"),
  DescribeHandshake: onHandshake("DescribeHandshake"),
  DescribeOrganization: on("DescribeOrganization"),
  DescribeOrganizationalUnit: on("DescribeOrganizationalUnit", "OrganizationalUnitId"),
  DescribePolicy: on("DescribePolicy", "PolicyId"),
  DetachPolicy: on("DetachPolicy", "PolicyId", "TargetId"),
  DisableAWSServiceAccess: on("DisableAWSServiceAccess"),
  DisablePolicyType: on("DisablePolicyType", "RootId"),
  EnableAWSServiceAccess: on("EnableAWSServiceAccess"),
  EnablePolicyType: on("EnablePolicyType", "RootId"),
  InviteAccountToOrganization: on("InviteAccountToOrganization"),
  LeaveOrganization: on("LeaveOrganization"),
  ListAWSServiceAccessForOrganization: on("ListAWSServiceAccessForOrganization"),
  ListAccounts: on("ListAccounts"),
  ListAccountsForParent: on("ListAccountsForParent", "ParentId"),
  ListChildren: on("ListChildren", "ParentId"),
  ListCreateAccountStatus: on("ListCreateAccountStatus"),
  ListDelegatedAdministrators: on("ListDelegatedAdministrators"),
  ListDelegatedServicesForAccount: on("ListDelegatedServicesForAccount", "AccountId"),
  ListHandshakesForAccount: on("ListHandshakesForAccount"),
  ListHandshakesForOrganization: on("ListHandshakesForOrganization"),
  ListOrganizationalUnitsForParent: on("ListOrganizationalUnitsForParent", "ParentId"),
  ListParents: on("ListParents", "ChildId"),
  ListPolicies: on("ListPolicies"),
  ListPoliciesForTarget: on("ListPoliciesForTarget", "TargetId"),
  ListRoots: on("ListRoots"),
  ListTagsForResource: on("ListTagsForResource", "ResourceId"),
  ListTargetsForPolicy: on("ListTargetsForPolicy", "PolicyId"),
  MoveAccount: on("MoveAccount", "AccountId", "SourceParentId", "DestinationParentId"),
  RegisterDelegatedAdministrator: on("RegisterDelegatedAdministrator", "AccountId"),
  RemoveAccountFromOrganization: on("RemoveAccountFromOrganization", "AccountId"),
  TagResource: on("TagResource", "ResourceId"),
  UntagResource: on("UntagResource", "ResourceId"),
  UpdateOrganizationalUnit: on("UpdateOrganizationalUnit", "OrganizationalUnitId"),
  UpdatePolicy: on("UpdatePolicy", "PolicyId"),
};
