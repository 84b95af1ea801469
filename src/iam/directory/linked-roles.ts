// Service-linked roles: what AWS's services may do in a customer's account in the name of roles that they made for themselves. The documents
// are AWS's managed policies of the same names, as the user guides of the services print them.
// AWS: "Service-linked roles for Application Auto Scaling".

import { createHash } from "node:crypto";
import { ALPHABET } from "../../kernel/ids.ts";
import type { ReadTx } from "../../store/store.ts";
import type { NamedPolicy } from "../authorization.ts";
import { loadNamed } from "./repo.ts";

interface LinkedRole {
  readonly roleName: string;
  readonly policyName: string;
  readonly actions: readonly string[];
}

const ALARMS = ["cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms", "cloudwatch:DeleteAlarms"];

/** By the service that assumes the role. */
const LINKED_ROLES: Readonly<Record<string, LinkedRole>> = {
  "dynamodb.application-autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
    policyName: "AWSApplicationAutoscalingDynamoDBTablePolicy",
    actions: ["dynamodb:DescribeTable", "dynamodb:UpdateTable", ...ALARMS],
  },
  "lambda.application-autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
    policyName: "AWSApplicationAutoscalingLambdaConcurrencyPolicy",
    actions: [
      "lambda:PutProvisionedConcurrencyConfig",
      "lambda:GetProvisionedConcurrencyConfig",
      "lambda:DeleteProvisionedConcurrencyConfig",
      ...ALARMS,
    ],
  },
  "custom-resource.application-autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForApplicationAutoScaling_CustomResource",
    policyName: "AWSApplicationAutoScalingCustomResourcePolicy",
    actions: ["execute-api:Invoke", ...ALARMS],
  },
  // AWS: "CloudFormationStackSetsOrgAdminServiceRolePolicy": what StackSets reads of an organization, and the roles that it assumes in it.
  "stacksets.cloudformation.amazonaws.com": {
    roleName: "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
    policyName: "CloudFormationStackSetsOrgAdminServiceRolePolicy",
    actions: ["organizations:List*", "organizations:Describe*", "sts:AssumeRole"],
  },
  // AWS: "CloudFormationStackSetsOrgMemberServiceRolePolicy": the role that StackSets makes for itself in a member account.
  "member.org.stacksets.cloudformation.amazonaws.com": {
    roleName: "AWSServiceRoleForCloudFormationStackSetsOrgMember",
    policyName: "CloudFormationStackSetsOrgMemberServiceRolePolicy",
    actions: ["iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy"],
  },
};

/** Where the roles of services are, and nobody else's: what is there is bound by no service control policy. */
export const LINKED_PATH = "/aws-service-role/";

/** A service's role as IAM keeps it; undefined for a service that has none here. */
export function linkedRoleOf(service: string): { readonly roleName: string; readonly policyArn: string } | undefined {
  const role = Object.hasOwn(LINKED_ROLES, service) ? LINKED_ROLES[service] : undefined;
  return role && { roleName: role.roleName, policyArn: `arn:aws:iam::aws:policy${LINKED_PATH}${role.policyName}` };
}

/** The document of one of these policies, by its path and name without the first slash; undefined for all others. */
export function linkedPolicyDocument(path: string): string | undefined {
  const role = Object.values(LINKED_ROLES).find(({ policyName }) => path === `${LINKED_PATH.slice(1)}${policyName}`);
  return role && documentOf(role);
}

function documentOf({ actions }: LinkedRole): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
}

export function linkedRoleName(service: string): string {
  return LINKED_ROLES[service]?.roleName ?? "";
}

export function linkedRoleArn(account: string, service: string): string {
  return `arn:aws:iam::${account}:role/aws-service-role/${service}/${linkedRoleName(service)}`;
}

/** True if the account has had the role made. A customer's own role of that name has another path. */
export function hasLinkedRole(tx: ReadTx, account: string, service: string): boolean {
  return loadNamed(tx, account, "role", linkedRoleName(service))?.path === `${LINKED_PATH}${service}/`;
}

/** The unique id of the account's role: that of the one that is there, or always the same. */
export function linkedRoleId(tx: ReadTx, account: string, service: string): string {
  const name = linkedRoleName(service);
  const role = loadNamed(tx, account, "role", name);
  // A customer's own role may have the name, at another path.
  if (role?.path === `${LINKED_PATH}${service}/`) return role.id;
  const digest = createHash("sha256").update(`${account} ${name}`).digest();
  const letters = [...digest.subarray(0, 17)].map((byte) => ALPHABET.upperAlphanumeric[byte % 36]);
  return `AROA${letters.join("")}`;
}

/** What a service-linked role may do that nobody had to make; empty for all other roles. */
export function linkedRolePolicies(roleArn: string): readonly NamedPolicy[] {
  const [, service = "", name] = /:role\/aws-service-role\/([^/]+)\/([^/]+)$/.exec(roleArn) ?? [];
  const role = LINKED_ROLES[service];
  if (role === undefined || role.roleName !== name) return [];
  return [{ name: `arn:aws:iam::aws:policy${LINKED_PATH}${role.policyName}`, document: documentOf(role) }];
}
